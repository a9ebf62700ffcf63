import { type ReactNode } from 'react';
import { useDialog } from '../ui/use-dialog.ts';

interface ConfirmDialogProps {
  readonly title: string;
  /** What stands on the button that does it. */
  readonly agree: string;
  readonly testId: string;
  readonly onAgree: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks before something that cannot be taken back. Esc and Enter on "Cancel" leave everything as it is. */
export function ConfirmDialog({ title, agree, testId, onAgree, onClose, children }: ConfirmDialogProps) {
  const { dialog, titleId, close } = useDialog();
  return (
    <dialog
      ref={dialog}
      className="dialog confirm-dialog"
      aria-labelledby={titleId}
      data-testid={testId}
      onClose={onClose}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
      <div className="dialog-buttons">
        <button type="button" className="button" data-testid="confirm-cancel" onClick={close}>
          Cancel
        </button>
        <button
          type="button"
          className="button danger"
          data-testid="confirm-agree"
          onClick={() => {
            onAgree();
            close();
          }}
        >
          {agree}
        </button>
      </div>
    </dialog>
  );
}
