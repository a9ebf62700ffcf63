import { type ForgetScope } from '../../contract/forget.ts';
import { type Choice } from './choice.ts';
import { scopesOf } from './forget-scopes.ts';
import { type Item } from './items.ts';
import { ItemDetails } from './item-details.tsx';
import { summarize } from './range-summary.ts';
import { lengthOf, type Span } from './span.ts';
import { formatLength, formatSpan } from './words.ts';

interface ChoicePanelProps {
  readonly choice: Choice;
  readonly hovered: Item | null;
  readonly items: readonly Item[];
  readonly onSpan: (span: Span) => void;
  readonly onForget: (scope: ForgetScope) => void;
  readonly onClear: () => void;
}

/** What is under the pointer, else what was chosen; with what can be done about the latter. */
export function ChoicePanel({ choice, hovered, items, onSpan, onForget, onClear }: ChoicePanelProps) {
  return (
    <section className="card choice-panel" aria-label="Details" data-testid="choice-panel">
      <div className="choice-body" aria-live={hovered === null ? 'polite' : 'off'}>
        {hovered !== null ? <ItemDetails item={hovered} /> : <Chosen choice={choice} items={items} />}
      </div>
      {choice !== null && (
        <div className="choice-actions">
          <button
            type="button"
            className="button small"
            data-testid="choice-zoom"
            onClick={() => onSpan(choice.kind === 'item' ? choice.item : choice.span)}
          >
            Zoom to it
          </button>
          {scopesOf(choice).map(({ kind, label, scope }) => (
            <button
              key={kind}
              type="button"
              className="button small"
              data-testid={`forget-${kind}`}
              onClick={() => onForget(scope)}
            >
              {label}
            </button>
          ))}
          <button type="button" className="button small quiet" data-testid="choice-clear" onClick={onClear}>
            Clear
          </button>
        </div>
      )}
    </section>
  );
}

function Chosen({ choice, items }: Pick<ChoicePanelProps, 'choice' | 'items'>) {
  if (choice === null) return <p className="empty">Point at something, or choose it, to read what it was.</p>;
  if (choice.kind === 'item') return <ItemDetails item={choice.item} />;
  const { span } = choice;
  return (
    <div className="item-details" data-testid="range-details" data-from={span.fromMs} data-to={span.toMs}>
      <p className="item-title">
        <strong>{formatSpan(span)}</strong>
      </p>
      <p className="item-when figures">{formatLength(lengthOf(span))}</p>
      <p className="item-more">{summarize(items, span).join(', ')}</p>
    </div>
  );
}
