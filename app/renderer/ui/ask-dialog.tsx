import { type ReactNode } from 'react';
import { useDialog } from './use-dialog.ts';

interface AskDialogProps {
  readonly title: string;
  readonly testId: string;
  /** The word on the button that does it. */
  readonly agree: string;
  readonly disabled?: boolean;
  readonly onAgree: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks before something is done; Esc and Cancel do nothing. */
export function AskDialog({ title, testId, agree, disabled = false, onAgree, onClose, children }: AskDialogProps) {
  const { dialog, titleId, close } = useDialog();
  return (
    <dialog ref={dialog} className="dialog ask-dialog" aria-labelledby={titleId} data-testid={testId} onClose={onClose}>
      <h2 id={titleId}>{title}</h2>
      <div className="ask-body">{children}</div>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={close}>
          Cancel
        </button>
        <button
          type="button"
          className="button primary"
          disabled={disabled}
          data-testid={`${testId}-agree`}
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
