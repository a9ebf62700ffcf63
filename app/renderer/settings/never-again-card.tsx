import { neverWords } from '../always-on/agent-words.ts';
import { Card } from '../ui/card.tsx';
import { Icon } from '../ui/icon.tsx';
import { useSetting } from './settings-context.ts';

/** What the agent must not suggest again; each can be allowed again. */
export function NeverAgainCard() {
  const { value: entries, refusal, set } = useSetting('alwaysOnAgent.never');
  return (
    <Card title="Never suggested again" note="Taken away, it may come again." testId="never-again">
      {entries.length === 0 ? (
        <p className="empty">Nothing. “Never again” under a suggestion adds to this list.</p>
      ) : (
        <ul className="rules" aria-label="Never suggested again">
          {entries.map((entry) => {
            const words = neverWords(entry.kind, entry.subject);
            return (
              <li key={words} className="rule" data-testid="never-entry">
                <span className="rule-text">{words}</span>
                <button
                  type="button"
                  className="rule-remove"
                  aria-label={`Allow again: ${words}`}
                  title="Allow again"
                  onClick={() => void set(entries.filter((other) => other !== entry))}
                >
                  <Icon name="close" />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <p className="setting-error" role="alert">
        {refusal}
      </p>
    </Card>
  );
}
