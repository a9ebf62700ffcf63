import { useId, useState } from 'react';
import { type Tab } from './tabs.ts';
import { useConsole } from './console-session.ts';
import { useDialog } from '../ui/use-dialog.ts';

interface SaveDialogProps {
  readonly tab: Tab;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Asks under which name a query is to be saved; one of the same name is replaced. */
export function SaveDialog({ tab, onSaved, onClose }: SaveDialogProps) {
  const { calls, tabs } = useConsole();
  const { dialog, titleId, close } = useDialog();
  const [name, setName] = useState(tab.title);
  const [trouble, setTrouble] = useState('');
  const id = useId();

  function save(): void {
    void calls.save(name.trim(), tab.sql).then((answer) => {
      if (!answer.ok) {
        setTrouble(answer.error.message);
        return;
      }
      tabs.change(tab.id, { title: name.trim() });
      onSaved();
      close();
    });
  }

  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={titleId} data-testid="save-dialog" onClose={onClose}>
      <h2 id={titleId}>Save this query</h2>
      <form
        className="save-form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <label htmlFor={id}>Name</label>
        <input
          id={id}
          className="field"
          value={name}
          maxLength={200}
          required
          pattern=".*\S.*"
          onChange={(event) => setName(event.target.value)}
        />
        <p className="card-note">A saved query of the same name is replaced.</p>
        {trouble !== '' && (
          <p role="alert" className="trouble">
            {trouble}
          </p>
        )}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="button primary" data-testid="save-confirm">
            Save
          </button>
        </div>
      </form>
    </dialog>
  );
}
