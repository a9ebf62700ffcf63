import { settingBounds } from '../../contract/settings.ts';
import { Card } from '../ui/card.tsx';
import { AgentCostField } from './agent-cost-field.tsx';
import { AgentModelsCard } from './agent-models-card.tsx';
import { NeverAgainCard } from './never-again-card.tsx';
import { NumberField } from './number-field.tsx';
import { RoutingRulesCard } from './routing-rules-card.tsx';
import { SwitchField } from './switch-field.tsx';

/** The agent that watches and suggests: whether, how often, with which models, and what it must not say. */
export function AlwaysOnSection({ onOpenPage }: { onOpenPage: () => void }) {
  return (
    <>
      <Card
        title="Always-on agent"
        aside={
          <button type="button" className="button" data-testid="settings-to-agent" onClick={onOpenPage}>
            What it does now…
          </button>
        }
      >
        <SwitchField
          path="alwaysOnAgent.enabled"
          label="Watch and suggest"
          help="Looks at what you do and at what agents did, and says something when it is worth it. Without a model it goes by rules alone, and nothing leaves this machine."
        />
        <SwitchField
          path="alwaysOnAgent.privacyRequired"
          label="Only models on this machine"
          help="On, no model in the cloud is ever asked, even one that is set up below. Off, what was found is sent to it to be put into words: messages of tools that fail, titles of pages that you read, minutes by application."
        />
        <NumberField
          path="alwaysOnAgent.lookEveryMs"
          label="Look again every"
          help="While you stay with the same thing. A change is looked at sooner."
          bounds={settingBounds.lookEveryMs}
          unit={{ name: 'seconds', size: 1_000 }}
        />
        <NumberField
          path="alwaysOnAgent.maxCallsPerHour"
          label="Most calls per hour"
          help="Of models, over the last 60 minutes. 0 asks none."
          bounds={settingBounds.agentCallsPerHour}
          unit={{ name: 'calls', size: 1 }}
        />
        <AgentCostField />
      </Card>
      <AgentModelsCard />
      <RoutingRulesCard />
      <NeverAgainCard />
    </>
  );
}
