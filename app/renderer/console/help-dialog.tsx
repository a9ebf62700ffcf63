import { useEffect, useRef } from 'react';

/** Which keys do what in the console. `mod` is Cmd on a Mac, Ctrl elsewhere. */
const keys = (mod: string) => [
  { keys: [mod, 'Enter'], does: 'Run the selection, else the statement at the cursor' },
  { keys: [mod, 'Shift', 'Enter'], does: 'Run all statements, up to the first that fails' },
  { keys: ['Esc'], does: 'Cancel what runs' },
  { keys: [mod, 'S'], does: 'Save the query' },
  { keys: [mod, 'Shift', 'F'], does: 'Format the statement' },
  { keys: ['Ctrl', 'Space'], does: 'Complete' },
  { keys: [mod, 'F'], does: 'Find and replace' },
  { keys: [mod, '/'], does: 'Turn lines into comments and back' },
  { keys: mod === '⌘' ? ['⇧', '⌥', 'M'] : ['Ctrl', 'M'], does: 'Let Tab leave the editor, and back' },
  { keys: ['F2'], does: 'Rename a tab; Delete closes it' },
  { keys: ['Enter'], does: 'In the grid: show a cell whole; on a name: sort' },
  { keys: ['Alt', '←→'], does: 'In the grid: make a column narrower or wider' },
  { keys: [mod, 'C'], does: 'In the grid: copy the cells; with Shift the names too' },
  { keys: ['F1'], does: 'Show this list' },
];

export function HelpDialog({ platform, onClose }: { platform: string; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog console-help"
      aria-labelledby="console-help-title"
      data-testid="console-help"
      onClose={onClose}
    >
      <h2 id="console-help-title">Keys of the console</h2>
      <dl className="shortcut-list">
        {keys(platform === 'darwin' ? '⌘' : 'Ctrl').map(({ keys: pressed, does }) => (
          <div key={does}>
            <dt>{does}</dt>
            <dd>
              {pressed.map((key) => (
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
