import { useState } from 'react';
import { defaultRoutingRules } from '../../contract/default-routing-rules.ts';
import { nodeWords } from '../always-on/agent-words.ts';
import { Card } from '../ui/card.tsx';
import { Icon } from '../ui/icon.tsx';
import { conditionWords, emptyRoutingDraft, moved, type RoutingDraft, routingDraftOf } from './routing-draft.ts';
import { RoutingRuleDialog } from './routing-rule-dialog.tsx';
import { useSetting } from './settings-context.ts';

interface OpenRule {
  /** Its place in the list; as long as the list for a new one. */
  readonly index: number;
  readonly draft: RoutingDraft;
}

/** Which node looks at which context: the first rule that fits decides. */
export function RoutingRulesCard() {
  const { value: rules, refusal, set } = useSetting('alwaysOnAgent.rules');
  const [open, setOpen] = useState<OpenRule | null>(null);
  const isDefault = JSON.stringify(rules) === JSON.stringify(defaultRoutingRules);
  return (
    <Card
      title="Who looks at what"
      note="The first rule that fits decides. What none fits is observed."
      testId="routing-rules"
      aside={
        <>
          <button
            type="button"
            className="button small"
            disabled={isDefault}
            data-testid="rules-reset"
            onClick={() => void set([...defaultRoutingRules])}
          >
            Reset to the defaults
          </button>
          <button
            type="button"
            className="button small"
            data-testid="rule-add"
            onClick={() => setOpen({ index: rules.length, draft: emptyRoutingDraft })}
          >
            Add a rule…
          </button>
        </>
      }
    >
      {rules.length === 0 && (
        <p className="empty">No rule: everything is observed, and nothing is coding or reading.</p>
      )}
      <ol className="routing-rules" aria-label="Rules, in the order in which they are tried">
        {rules.map((rule, index) => {
          const words = conditionWords(rule);
          return (
            <li key={`${index} ${words}`} className="routing-rule" data-testid="routing-rule">
              <div>
                <p className="strong">{nodeWords[rule.node]}</p>
                <p className="setting-help">{words}</p>
              </div>
              <div className="row-buttons">
                <button
                  type="button"
                  className="icon-button"
                  disabled={index === 0}
                  aria-label={`Try earlier: rule ${index + 1}`}
                  title="Try earlier"
                  onClick={() => void set(moved(rules, index, -1))}
                >
                  <Icon name="up" />
                </button>
                <button
                  type="button"
                  className="icon-button"
                  disabled={index === rules.length - 1}
                  aria-label={`Try later: rule ${index + 1}`}
                  title="Try later"
                  onClick={() => void set(moved(rules, index, 1))}
                >
                  <Icon name="down" />
                </button>
                <button
                  type="button"
                  className="button small"
                  aria-label={`Edit rule ${index + 1}`}
                  onClick={() => setOpen({ index, draft: routingDraftOf(rule) })}
                >
                  Edit…
                </button>
                <button
                  type="button"
                  className="button small"
                  aria-label={`Remove rule ${index + 1}`}
                  onClick={() => void set(rules.filter((other) => other !== rule))}
                >
                  Remove
                </button>
              </div>
            </li>
          );
        })}
      </ol>
      <p className="setting-error" role="alert">
        {refusal}
      </p>
      {open !== null && (
        <RoutingRuleDialog rules={rules} index={open.index} draft={open.draft} onClose={() => setOpen(null)} />
      )}
    </Card>
  );
}
