import { type AgentModel, type AgentStatus } from '../../contract/always-on-agent.ts';
import { formatMoney } from '../../contract/money.ts';
import { formatCount } from '../format/number.ts';
import { Card } from '../ui/card.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { placeWords } from './agent-words.ts';

interface ModelsCardProps {
  readonly status: Pick<AgentStatus, 'models' | 'spend'>;
  readonly onOpenSettings: () => void;
}

/** Which models it could ask, and what it has asked of them in the last hour. */
export function ModelsCard({ status: { models, spend }, onOpenSettings }: ModelsCardProps) {
  return (
    <Card
      title="Models"
      note="They put what was found into words. Nothing is asked above the limits of an hour."
      testId="agent-models"
      aside={
        <button type="button" className="button small" data-testid="models-settings" onClick={onOpenSettings}>
          Set up…
        </button>
      }
    >
      <div className="spend">
        <SpendBar
          name="Calls in the last hour"
          used={spend.calls}
          most={spend.maxCalls}
          words={`${formatCount(spend.calls)} of ${formatCount(spend.maxCalls)}`}
        />
        <SpendBar
          name="Cost in the last hour"
          used={spend.costMicros}
          most={spend.maxCostMicros}
          words={`${formatMoney(spend.costMicros / 1e6)} of ${formatMoney(spend.maxCostMicros / 1e6)}`}
        />
      </div>
      {models.length === 0 ? (
        <p className="empty" data-testid="no-models">
          No model can be asked. The agent works without one: what it says then comes from rules alone.
        </p>
      ) : (
        <ul className="model-list" aria-label="Models of the agent">
          {models.map((model) => (
            <ModelRow key={`${model.place} ${model.name}`} model={model} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function ModelRow({ model: { name, place, ready, message } }: { model: AgentModel }) {
  return (
    <li className="model-row" data-testid="agent-model" data-ready={ready}>
      <StateGlyph state={ready ? 'ok' : 'unavailable'} />
      <div>
        <p>
          <span className="strong">{name}</span> <span className="card-note">{placeWords[place]}</span>
        </p>
        <p className="card-note">
          {ready ? 'Ready.' : 'Not ready.'} {message}
        </p>
      </div>
    </li>
  );
}

interface SpendBarProps {
  readonly name: string;
  readonly used: number;
  readonly most: number;
  readonly words: string;
}

function SpendBar({ name, used, most, words }: SpendBarProps) {
  const isReached = most > 0 && used >= most;
  const share = most === 0 ? 0 : Math.min(1, used / most);
  return (
    <div className="budget" data-reached={isReached}>
      <p className="budget-line">
        <span className="budget-name">{name}</span>
        <span className="figures">{words}</span>
        {isReached && <span className="budget-reached">Used up</span>}
      </p>
      <div
        className="budget-track"
        role="meter"
        aria-label={name}
        aria-valuemin={0}
        aria-valuemax={Math.max(most, 1)}
        aria-valuenow={Math.min(used, most)}
        aria-valuetext={isReached ? `${words}, used up` : words}
      >
        <span className="budget-fill" style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}
