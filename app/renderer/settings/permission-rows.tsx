import { type ReactNode } from 'react';
import { type PartState, type PermissionName } from '../../contract/health.ts';
import { type PermissionState } from '../../contract/settings-calls.ts';
import { useSession } from '../data/session.ts';
import { useActions } from '../data/use-actions.ts';
import { useLiveCall } from '../data/use-live-call.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { useSettingsCalls } from './settings-calls.ts';

interface PermissionWords {
  /** As the system's settings call it. */
  readonly title: string;
  readonly why: string;
  readonly without: string;
}

const words: Readonly<Record<PermissionName, PermissionWords>> = {
  accessibility: {
    title: 'Accessibility',
    why: 'Lets Hivebar ask the browser in front for the address of its page.',
    without: 'Without it: applications and titles, no addresses.',
  },
  'screen-recording': {
    title: 'Screen Recording',
    why: 'macOS hides the titles of other windows behind it. Hivebar keeps no picture of the screen.',
    without: 'Without it: the application alone, no titles. It counts once Hivebar was quit and opened again.',
  },
  automation: {
    title: 'Automation',
    why: 'macOS asks for each browser once: whether Hivebar may read its address and whether its window is private.',
    without: 'Without it: no addresses, and browsers count with their application alone.',
  },
};

const looks: Readonly<Record<PermissionState['status'], { word: string; glyph: PartState }>> = {
  granted: { word: 'Granted', glyph: 'ok' },
  denied: { word: 'Not granted', glyph: 'degraded' },
  'not-asked': { word: 'Not asked yet', glyph: 'unavailable' },
  'not-needed': { word: 'Not needed here', glyph: 'ok' },
  unknown: { word: 'Asked when it is needed', glyph: 'unavailable' },
};

/** What the system allows, looked at again every second: the person grants it in another window. */
export function usePermissions() {
  const calls = useSettingsCalls();
  return useLiveCall(calls.permissions, useSession().clock).view;
}

/** Each permission: why, how it stands, and a button that asks the system. */
export function PermissionRows() {
  const view = usePermissions();
  if (view.state === 'loading') return <Skeleton rows={3} />;
  if (view.state === 'failed') return <ProblemNote problem={view.problem} />;
  if (nothingToGrant(view.value)) return <NothingToGrant />;
  return (
    <ul className="permission-list">
      {view.value.map((permission) => (
        <PermissionRow key={permission.name} permission={permission} />
      ))}
    </ul>
  );
}

export function nothingToGrant(permissions: readonly PermissionState[]): boolean {
  return permissions.every(({ status }) => status === 'not-needed');
}

export function NothingToGrant() {
  return (
    <p className="setting-help" data-testid="nothing-to-grant">
      On this system nothing has to be granted: windows and titles are read from X11 directly.
    </p>
  );
}

interface PermissionRowProps {
  readonly permission: PermissionState;
  /** Beside the button that asks the system. */
  readonly beside?: ReactNode;
}

export function PermissionRow({ permission: { name, status }, beside }: PermissionRowProps) {
  const actions = useActions();
  const { title, why, without } = words[name];
  const { word, glyph } = looks[status];
  return (
    <li className="permission-row" data-testid={`permission-${name}`} data-status={status}>
      <StateGlyph state={glyph} />
      <div className="permission-words">
        <h3 className="setting-label">
          {title} <span className="permission-state">{word}</span>
        </h3>
        <p className="setting-help">{why}</p>
        {status !== 'granted' && <p className="setting-help">{without}</p>}
      </div>
      {status !== 'granted' && (
        <div className="permission-buttons">
          {beside}
          <button
            type="button"
            className="button"
            aria-label={`Grant ${title}…`}
            onClick={() => actions.requestPermission(name)}
          >
            Grant…
          </button>
        </div>
      )}
    </li>
  );
}
