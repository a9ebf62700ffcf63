import { useState } from 'react';
import { type AgentStatus } from '../../contract/always-on-agent.ts';
import { type Problem } from '../data/problem.ts';
import { type AgentWishes } from '../data/use-agent.ts';
import { useNow } from '../data/use-now.ts';
import { formatAgo, formatCountdown } from '../format/duration.ts';
import { formatCount } from '../format/number.ts';
import { formatMoment } from '../format/time.ts';
import { Card } from '../ui/card.tsx';
import { Icon } from '../ui/icon.tsx';
import { AgentPauseButton } from './agent-pause-button.tsx';
import { AgentStateLine } from './agent-state-line.tsx';
import { NodeGraph } from './node-graph.tsx';

interface StateCardProps {
  readonly status: AgentStatus;
  readonly wishes: AgentWishes;
  /** Why the last wish was not done. */
  readonly problem: Problem | null;
  readonly onOpenSettings: () => void;
}

/** What the agent does now, and what a person can do about it. */
export function StateCard({ status, wishes, problem, onOpenSettings }: StateCardProps) {
  const { state } = status;
  const [looking, setLooking] = useState(false);
  const canLook = state !== 'off' && state !== 'paused';

  function look(): void {
    setLooking(true);
    void wishes.look().then(() => setLooking(false));
  }

  return (
    <Card
      title="Now"
      testId="agent-now"
      aside={
        <>
          {state !== 'off' && <AgentPauseButton status={status} wishes={wishes} />}
          {canLook && (
            <button
              type="button"
              className="button"
              disabled={looking}
              title="Look at what I do now instead of at the next change"
              data-testid="agent-look"
              onClick={look}
            >
              <Icon name="eye" />
              {looking ? 'Looking…' : 'Look now'}
            </button>
          )}
          <button type="button" className="button" data-testid="agent-settings" onClick={onOpenSettings}>
            {state === 'off' ? 'Switch it on in the settings…' : 'Settings…'}
          </button>
        </>
      }
    >
      <AgentStateLine status={status} />
      <p className="agent-message" data-testid="agent-message">
        {status.message} <Retry retryAtMs={status.retryAtMs} failures={status.failures} />
      </p>
      {problem !== null && (
        <p className="trouble" role="alert" data-testid="agent-problem">
          {problem.message}
        </p>
      )}
      <NodeGraph status={status} />
      <Steps status={status} />
    </Card>
  );
}

/** When a step that failed is tried again. */
function Retry({ retryAtMs, failures }: Pick<AgentStatus, 'retryAtMs' | 'failures'>) {
  const nowMs = useNow();
  if (retryAtMs === null) return null;
  return (
    <span className="figures" data-testid="agent-retry">
      {failures > 1 && `${formatCount(failures)} failures in a row. `}
      {retryAtMs <= nowMs ? 'Tried again now.' : `Tried again in ${formatCountdown(retryAtMs - nowMs)}.`}
    </span>
  );
}

function Steps({ status: { steps, lastStepMs } }: { status: AgentStatus }) {
  const nowMs = useNow();
  return (
    <p className="card-note figures" data-testid="agent-steps">
      {lastStepMs === null ? (
        'No step since Hivebar was started.'
      ) : (
        <>
          {formatCount(steps)} {steps === 1 ? 'step' : 'steps'} in this thread; the last one{' '}
          <time dateTime={new Date(lastStepMs).toISOString()} title={formatMoment(lastStepMs)}>
            {formatAgo(nowMs - lastStepMs)}
          </time>
          .
        </>
      )}
    </p>
  );
}
