import { type RefObject } from 'react';
import { places } from './places.tsx';

const shortcuts = [
  { keys: ['1'], does: 'Show today' },
  { keys: ['2'], does: 'Show 7 days' },
  { keys: ['3'], does: 'Show 30 days' },
  ...places.map(({ key, label }) => ({ keys: ['G', key.toUpperCase()], does: `Go to ${label}` })),
  { keys: ['/'], does: 'Search' },
  { keys: ['P'], does: 'Pause or resume recording' },
  { keys: ['R'], does: 'Refresh now' },
  { keys: ['?'], does: 'Show these shortcuts' },
  { keys: ['Esc'], does: 'Close a menu or this list' },
];

/** Which keys do what. */
export function ShortcutsDialog({ dialog }: { dialog: RefObject<HTMLDialogElement | null> }) {
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="shortcuts-title" data-testid="shortcuts">
      <h2 id="shortcuts-title">Keyboard shortcuts</h2>
      <dl className="shortcut-list">
        {shortcuts.map(({ keys, does }) => (
          <div key={does}>
            <dt>{does}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" className="button">
          Close
        </button>
      </form>
    </dialog>
  );
}
