import { useDialog } from './use-dialog.ts';

/** Keys that are pressed together or one after the other, and what they do. */
export interface KeyLine {
  readonly keys: readonly string[];
  readonly does: string;
}

interface KeysDialogProps {
  readonly title: string;
  readonly lines: readonly KeyLine[];
  readonly testId: string;
  readonly onClose: () => void;
}

/** Which keys do what; open for as long as it is drawn. */
export function KeysDialog({ title, lines, testId, onClose }: KeysDialogProps) {
  const { dialog, titleId } = useDialog();
  return (
    <dialog
      ref={dialog}
      className="dialog keys-dialog"
      aria-labelledby={titleId}
      data-testid={testId}
      onClose={onClose}
    >
      <h2 id={titleId}>{title}</h2>
      <dl>
        {lines.map(({ keys, does }) => (
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
