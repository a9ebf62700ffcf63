import { type AgentStatus } from '../../contract/always-on-agent.ts';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { agentStateShapes, agentStateWords } from './agent-words.ts';

/** The state of the agent, in a shape and in a word. */
export function AgentStateLine({ status: { state } }: { status: Pick<AgentStatus, 'state'> }) {
  // A round every few seconds is not worth being read out; that it stops or fails is.
  const isUsual = state === 'watching' || state === 'working';
  return (
    <p
      className="agent-state"
      role="status"
      aria-live={isUsual ? 'off' : 'polite'}
      data-testid="agent-state"
      data-state={state}
    >
      <StateGlyph state={agentStateShapes[state]} />
      <span className="strong">{agentStateWords[state]}</span>
    </p>
  );
}
