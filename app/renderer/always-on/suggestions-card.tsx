import { useEffect, useRef, useState } from 'react';
import { type Suggestion } from '../../contract/always-on-agent.ts';
import { useActions } from '../data/use-actions.ts';
import { type AgentWishes } from '../data/use-agent.ts';
import { useNow } from '../data/use-now.ts';
import { useQuestion } from '../data/use-question.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { neverWords } from './agent-words.ts';
import { suggestionOf } from './said.ts';
import { SuggestionEntry } from './suggestion-entry.tsx';
import { type NeverAgain, useNeverAgain } from './use-never-again.ts';

const hourMs = 3_600_000;
const shownMs = 30 * 24 * hourMs;
const firstShown = 5;
const mostShown = 100;

interface SuggestionsCardProps {
  /** The newest that was not taken away. */
  readonly last: Suggestion | null;
  readonly wishes: AgentWishes;
}

/** What the agent has said, the newest first. */
export function SuggestionsCard({ last, wishes }: SuggestionsCardProps) {
  const { openInConsole } = useActions();
  const nowMs = useNow(hourMs);
  const answer = useQuestion('agent-suggestions', {
    from_ms: nowMs - shownMs,
    to_ms: nowMs + 2 * hourMs,
    limit: mostShown,
  });
  const never = useNeverAgain(wishes);
  const [shown, setShown] = useState(firstShown);
  const frame = useRef<HTMLDivElement>(null);
  const acted = useRef(false);

  const actions = {
    onShowRows: ({ evidence }: Suggestion) => openInConsole([{ name: evidence.question, params: evidence.params }]),
    onDismiss({ id }: Suggestion) {
      acted.current = true;
      void wishes.dismiss(id, false);
    },
    onNever(suggestion: Suggestion) {
      acted.current = true;
      never.say(suggestion);
    },
  };
  // The button that had the focus goes with what was taken away.
  useEffect(() => {
    if (!acted.current || document.activeElement !== document.body) return;
    acted.current = false;
    frame.current?.focus();
  }, [last, answer]);

  return (
    <Card
      title="Suggestions"
      note="Each matter once an hour at most, and only what rows show"
      answers={[answer]}
      testId="agent-suggestions"
    >
      <div ref={frame} className="said-list" tabIndex={-1}>
        <NeverLine never={never} />
        {last !== null && (
          <div className="said-last" data-testid="last-suggestion">
            <SuggestionEntry suggestion={last} {...actions} />
          </div>
        )}
        <Answered
          answer={answer}
          skeletonRows={3}
          empty={
            last === null &&
            'Nothing yet. It speaks up when a tool fails again and again, when cost is uncommon, when you are long in one place, and once an hour of what happened.'
          }
        >
          {(rows) => {
            const earlier = rows.flatMap((row) => suggestionOf(row) ?? []).filter(({ id }) => id !== last?.id);
            return (
              <>
                {last === null && <p className="empty">Nothing new.</p>}
                {earlier.length > 0 && <h3 className="said-heading">Earlier</h3>}
                <ul className="said-earlier" aria-label="Earlier suggestions">
                  {earlier.slice(0, shown).map((suggestion) => (
                    <li key={suggestion.id}>
                      <SuggestionEntry suggestion={suggestion} {...actions} />
                    </li>
                  ))}
                </ul>
                {earlier.length > shown && (
                  <button
                    type="button"
                    className="button quiet small table-more"
                    data-testid="suggestions-more"
                    onClick={() => setShown(mostShown)}
                  >
                    Show {earlier.length - shown} more
                  </button>
                )}
              </>
            );
          }}
        </Answered>
      </div>
    </Card>
  );
}

/** Says what will not come again, and takes that back. */
function NeverLine({ never: { said, problem, undo } }: { never: NeverAgain }) {
  return (
    <div role="status">
      {said !== null && (
        <p className="said-never" data-testid="never-line">
          <span className={problem === null ? undefined : 'trouble'}>
            {problem ?? `Never again: ${neverWords(said.kind, said.subject)}.`}
          </span>
          <button type="button" className="button small" data-testid="never-undo" onClick={undo}>
            Undo
          </button>
        </p>
      )}
    </div>
  );
}
