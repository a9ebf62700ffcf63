import { type PartHealth, type PermissionName } from '../../contract/health.ts';
import { useActions } from '../data/use-actions.ts';
import { Figures } from './figures.tsx';

/** What a part says of itself, its counters, and a button where a permission would help. */
export function PartMessage({ part }: { part: PartHealth }) {
  const actions = useActions();
  const { message, permission } = part;
  return (
    <>
      <p data-testid="source-message">{message}</p>
      {permission !== undefined && (
        <button
          type="button"
          className="button small"
          data-testid="request-permission"
          onClick={() => actions.requestPermission(permission)}
        >
          Allow {permissionWords[permission]}…
        </button>
      )}
      <Figures part={part} />
    </>
  );
}

/** As the system's settings name them. */
const permissionWords: Readonly<Record<PermissionName, string>> = {
  accessibility: 'Accessibility',
  'screen-recording': 'Screen Recording',
  automation: 'Automation',
};
