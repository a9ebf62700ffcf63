import { type PartHealth, type PermissionName } from '../../contract/health.ts';
import { useActions } from '../data/use-actions.ts';
import { formatCount } from '../format/number.ts';

/** What a part says of itself, its counters, and a button where a permission would help. */
export function PartMessage({ part }: { part: PartHealth }) {
  const actions = useActions();
  const { message, counters, permission } = part;
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
      <Counters counters={counters} />
    </>
  );
}

/** Counters of a part that are not zero, by name. */
function Counters({ counters }: { counters: PartHealth['counters'] }) {
  const shown = Object.entries(counters).filter(([, count]) => count !== 0);
  if (shown.length === 0) return null;
  return (
    <dl className="counters">
      {shown.map(([name, count]) => (
        <div key={name}>
          <dt>{spaced(name)}</dt>
          <dd className="figures">{formatCount(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** `rowsAccepted`, `rows_accepted` and `rows-accepted` read `rows accepted`. */
function spaced(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_.]+/g, ' ')
    .toLowerCase();
}

/** As the system's settings name them. */
const permissionWords: Readonly<Record<PermissionName, string>> = {
  accessibility: 'Accessibility',
  'screen-recording': 'Screen Recording',
  automation: 'Automation',
};
