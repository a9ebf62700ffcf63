import { type FormEvent, useId, useState } from 'react';
import { type RoutingRule, agentHandler } from '../../contract/always-on-agent.ts';
import { nodeWords } from '../always-on/agent-words.ts';
import { readRoutingDraft, type RoutingDraft, type RoutingProblems } from './routing-draft.ts';
import { useSetting } from './settings-context.ts';
import { useDialog } from '../ui/use-dialog.ts';

interface RoutingRuleDialogProps {
  readonly rules: readonly RoutingRule[];
  /** The rule that is edited; as long as the list for a new one. */
  readonly index: number;
  readonly draft: RoutingDraft;
  readonly onClose: () => void;
}

/** One routing rule, as a form. Nothing is written before it is whole. */
export function RoutingRuleDialog({ rules, index, draft: given, onClose }: RoutingRuleDialogProps) {
  const { dialog, titleId, close } = useDialog();
  const id = useId();
  const { refusal, set } = useSetting('alwaysOnAgent.rules');
  const [draft, setDraft] = useState(given);
  const [problems, setProblems] = useState<RoutingProblems>({});

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const read = readRoutingDraft(draft);
    setProblems(read.problems);
    if (Object.keys(read.problems).length > 0) return;
    // A new rule goes first: behind one that fits already it would never count.
    const changed =
      index < rules.length ? rules.map((old, at) => (at === index ? read.rule : old)) : [read.rule, ...rules];
    if (await set(changed)) close();
  }

  const field = (key: 'apps' | 'domains' | 'title') => ({
    id: `${id}-${key}`,
    className: 'field-input',
    autoComplete: 'off',
    spellCheck: false,
    value: draft[key],
    'aria-describedby': `${id}-${key}-hint`,
    'aria-invalid': problems[key] !== undefined,
    'data-testid': `rule-${key}`,
    onChange: (event: { readonly target: { readonly value: string } }) => {
      setDraft({ ...draft, [key]: event.target.value });
      setProblems({});
    },
  });
  const hint = (key: keyof RoutingProblems, words: string) => (
    <p id={`${id}-${key}-hint`} className={problems[key] === undefined ? 'setting-help' : 'setting-error'}>
      {problems[key] ?? words}
    </p>
  );

  return (
    <dialog
      ref={dialog}
      className="dialog price-dialog"
      aria-labelledby={titleId}
      data-testid="rule-dialog"
      onClose={onClose}
    >
      <h2 id={titleId}>{index < rules.length ? 'Edit a rule' : 'Add a rule'}</h2>
      <form noValidate onSubmit={(event) => void save(event)}>
        <div className="rule-fields">
          <div className="price-field">
            <label htmlFor={`${id}-apps`}>Applications</label>
            <textarea rows={4} {...field('apps')} />
            {hint('apps', 'One in a line, by the name that Hivebar shows. Empty: any.')}
          </div>
          <div className="price-field">
            <label htmlFor={`${id}-domains`}>Domains</label>
            <textarea rows={3} {...field('domains')} />
            {hint('domains', 'One in a line, such as example.com, with all under it. Empty: any.')}
          </div>
          <div className="price-field">
            <label htmlFor={`${id}-title`}>Window title</label>
            <input type="text" {...field('title')} />
            {hint('title', 'A regular expression, whatever the case. Empty: any.')}
          </div>
          <div className="price-field">
            <label htmlFor={`${id}-node`}>Who looks</label>
            <select
              id={`${id}-node`}
              className="field-input"
              value={draft.node}
              data-testid="rule-node"
              onChange={(event) =>
                setDraft({
                  ...draft,
                  node: agentHandler.options.find((node) => node === event.target.value) ?? draft.node,
                })
              }
            >
              {agentHandler.options.map((node) => (
                <option key={node} value={node}>
                  {nodeWords[node]}
                </option>
              ))}
            </select>
          </div>
        </div>
        <p className="setting-error" role="alert">
          {refusal}
        </p>
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="button primary" data-testid="rule-save">
            Save
          </button>
        </div>
      </form>
    </dialog>
  );
}
