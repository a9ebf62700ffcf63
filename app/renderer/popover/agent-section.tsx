import { AgentPauseButton } from '../always-on/agent-pause-button.tsx';
import { AgentStateLine } from '../always-on/agent-state-line.tsx';
import { useActions } from '../data/use-actions.ts';
import { useAgent } from '../data/use-agent.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { detailPlaces } from './detail-places.ts';
import { Section } from './section.tsx';

/** How the always-on agent stands, in a line, and the last thing that it said. */
export function AgentSection() {
  const actions = useActions();
  const { view, problem, wishes } = useAgent();
  const status = view.state === 'ready' ? view.value : null;
  const last = status?.suggestion ?? null;
  return (
    <Section
      title="Always-on agent"
      testId="agent"
      detail="agent"
      aside={status !== null && status.state !== 'off' && <AgentPauseButton status={status} wishes={wishes} small />}
    >
      {view.state === 'loading' && <Skeleton rows={1} />}
      {view.state === 'failed' && <ProblemNote problem={view.problem} />}
      {status !== null && (
        <div className="agent-line" title={status.message}>
          <AgentStateLine status={status} />
          <span className="card-note clip">{status.message}</span>
        </div>
      )}
      {problem !== null && (
        <p className="agent-trouble" role="alert">
          {problem.message}
        </p>
      )}
      {last !== null && (
        <button
          type="button"
          className="agent-said"
          title={last.body}
          data-testid="agent-said"
          onClick={() => actions.openPlace(detailPlaces.agent)}
        >
          {last.title}
        </button>
      )}
    </Section>
  );
}
