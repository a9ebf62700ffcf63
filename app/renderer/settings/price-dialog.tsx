import { type FormEvent, useId, useState } from 'react';
import { type OwnPrice } from '../../contract/settings.ts';
import { type DraftProblems, type PriceDraft, readDraft } from './price-draft.ts';
import { useSetting } from './settings-context.ts';
import { useDialog } from '../ui/use-dialog.ts';

interface PriceDialogProps {
  readonly prices: readonly OwnPrice[];
  /** The price that is edited; as long as the list for a new one. */
  readonly index: number;
  readonly draft: PriceDraft;
  readonly onClose: () => void;
}

interface Field {
  readonly key: keyof OwnPrice;
  readonly label: string;
  readonly hint: string;
}

const fields: readonly Field[] = [
  { key: 'model', label: 'Model', hint: 'Its exact name, or a beginning followed by *' },
  { key: 'provider', label: 'Provider', hint: 'Empty for any' },
  { key: 'inputUsdPerMtok', label: 'Input', hint: '$ for a million tokens' },
  { key: 'outputUsdPerMtok', label: 'Output', hint: '$ for a million tokens' },
  { key: 'cacheReadUsdPerMtok', label: 'Cache read', hint: 'Empty: as input' },
  { key: 'cacheWrite5mUsdPerMtok', label: 'Cache write, 5 minutes', hint: 'Empty: as input' },
  { key: 'cacheWrite1hUsdPerMtok', label: 'Cache write, 1 hour', hint: 'Empty: as input' },
];

/** One price, as a form. Nothing is written before it is whole. */
export function PriceDialog({ prices, index, draft: given, onClose }: PriceDialogProps) {
  const { dialog, titleId, close } = useDialog();
  const { refusal, set } = useSetting('prices');
  const [draft, setDraft] = useState(given);
  const [problems, setProblems] = useState<DraftProblems>({});

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const read = readDraft(draft);
    setProblems(read.problems);
    if (Object.keys(read.problems).length > 0) return;
    const changed =
      index < prices.length ? prices.map((old, at) => (at === index ? read.price : old)) : [...prices, read.price];
    if (await set(changed)) close();
  }

  return (
    <dialog
      ref={dialog}
      className="dialog price-dialog"
      aria-labelledby={titleId}
      data-testid="price-dialog"
      onClose={onClose}
    >
      <h2 id={titleId}>{index < prices.length ? 'Edit a price' : 'Add a price'}</h2>
      <form noValidate onSubmit={(event) => void save(event)}>
        <div className="price-fields">
          {fields.map((field) => (
            <PriceField
              key={field.key}
              field={field}
              value={draft[field.key]}
              problem={problems[field.key] ?? null}
              onChange={(value) => {
                setDraft({ ...draft, [field.key]: value });
                setProblems({ ...problems, [field.key]: undefined });
              }}
            />
          ))}
        </div>
        <p className="setting-error" role="alert">
          {refusal}
        </p>
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="button primary" data-testid="price-save">
            Save
          </button>
        </div>
      </form>
    </dialog>
  );
}

interface PriceFieldProps {
  readonly field: Field;
  readonly value: string;
  readonly problem: string | null;
  readonly onChange: (value: string) => void;
}

function PriceField({ field: { key, label, hint }, value, problem, onChange }: PriceFieldProps) {
  const id = useId();
  return (
    <div className="price-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field-input"
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={value}
        aria-describedby={`${id}-hint`}
        aria-invalid={problem !== null}
        data-testid={`price-${key}`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-hint`} className={problem === null ? 'setting-help' : 'setting-error'}>
        {problem ?? hint}
      </p>
    </div>
  );
}
