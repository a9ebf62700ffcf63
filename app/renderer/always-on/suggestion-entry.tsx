import { type Suggestion } from '../../contract/always-on-agent.ts';
import { useNow } from '../data/use-now.ts';
import { formatAgo } from '../format/duration.ts';
import { formatMoment } from '../format/time.ts';
import { Icon } from '../ui/icon.tsx';
import { kindWords, nodeWords } from './agent-words.ts';

export interface SuggestionActions {
  readonly onShowRows: (suggestion: Suggestion) => void;
  readonly onDismiss: (suggestion: Suggestion) => void;
  readonly onNever: (suggestion: Suggestion) => void;
}

interface SuggestionEntryProps extends SuggestionActions {
  readonly suggestion: Suggestion;
}

/** One thing that the agent said, where it came from, and what can be done with it. */
export function SuggestionEntry({ suggestion, onShowRows, onDismiss, onNever }: SuggestionEntryProps) {
  const nowMs = useNow();
  const { id, title, body, kind, node, tsMs, wordedBy, state } = suggestion;
  return (
    <article
      className="said"
      aria-label={title}
      data-testid="suggestion"
      data-kind={kind}
      data-state={state}
      data-id={id}
    >
      <h3 className="said-title">{title}</h3>
      <p className="said-body">{body}</p>
      <p className="card-note">
        {kindWords[kind]} ({nodeWords[node].toLowerCase()}),{' '}
        <time className="figures" dateTime={new Date(tsMs).toISOString()} title={formatMoment(tsMs)}>
          {formatAgo(nowMs - tsMs)}
        </time>
        {wordedBy === '' ? ', from rules alone' : `, worded by ${wordedBy}`}
        {state !== 'new' && `; ${stateWords[state]}`}
      </p>
      <div className="said-buttons">
        <button
          type="button"
          className="button small"
          aria-label={`Show the rows behind: ${title}`}
          data-testid="suggestion-rows"
          onClick={() => onShowRows(suggestion)}
        >
          <Icon name="terminal" />
          Show the rows
        </button>
        {state === 'new' && (
          <button
            type="button"
            className="button small"
            aria-label={`Dismiss: ${title}`}
            data-testid="suggestion-dismiss"
            onClick={() => onDismiss(suggestion)}
          >
            Dismiss
          </button>
        )}
        {state !== 'never' && (
          <button
            type="button"
            className="button small"
            aria-label={`Never again: ${title}`}
            data-testid="suggestion-never"
            onClick={() => onNever(suggestion)}
          >
            Never again
          </button>
        )}
      </div>
    </article>
  );
}

const stateWords: Readonly<Record<Exclude<Suggestion['state'], 'new'>, string>> = {
  dismissed: 'dismissed',
  never: 'never again',
};
