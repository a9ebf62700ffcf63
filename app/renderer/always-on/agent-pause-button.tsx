import { type AgentStatus } from '../../contract/always-on-agent.ts';
import { type AgentWishes } from '../data/use-agent.ts';
import { useStatus } from '../data/use-status.ts';
import { Icon } from '../ui/icon.tsx';

interface AgentPauseButtonProps {
  readonly status: Pick<AgentStatus, 'state'>;
  readonly wishes: Pick<AgentWishes, 'pause' | 'resume'>;
  readonly small?: boolean;
}

/** Pauses the agent alone, or ends that. While recording is paused it waits with it, so there is nothing to press. */
export function AgentPauseButton({ status: { state }, wishes, small = false }: AgentPauseButtonProps) {
  const view = useStatus();
  const isHeldByRecording = view.state === 'ready' && view.status.recording.kind === 'paused';
  const isPaused = state === 'paused';
  if (isPaused && isHeldByRecording) return null;
  return (
    <button
      type="button"
      className={small ? 'button small' : 'button'}
      aria-label={isPaused ? 'Resume the always-on agent' : 'Pause the always-on agent'}
      data-testid="agent-pause"
      onClick={() => void (isPaused ? wishes.resume() : wishes.pause())}
    >
      <Icon name={isPaused ? 'play' : 'pause'} />
      {isPaused ? 'Resume' : 'Pause'}
    </button>
  );
}
