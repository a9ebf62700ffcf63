import type { AgentStatus, alwaysOnAgentChannels } from '../contract/always-on-agent.ts';
import type { Stop } from '../contract/lifecycle.ts';
import type { AlwaysOnAgentFace } from '../core/always-on-agent-face.ts';
import type { Clock } from '../core/host.ts';
import type { CallHandlers } from './calls.ts';

type AlwaysOnCalls = Pick<CallHandlers, keyof typeof alwaysOnAgentChannels>;

/** The calls about the always-on agent. `chooseFile` asks the person in a dialog; null when they chose none. */
export function alwaysOnCalls(agent: AlwaysOnAgentFace, chooseFile: () => Promise<string | null>): AlwaysOnCalls {
  return {
    agentStatus: () => agent.status(),
    pauseAgent: () => agent.pause(),
    resumeAgent: () => agent.resume(),
    runAgentNow: () => agent.runNow(),
    dismissSuggestion: ({ id, never }) => agent.dismiss(id, never),
    resumeFromCheckpoint: ({ threadId, checkpointId }) => agent.resumeFrom(threadId, checkpointId),
    chooseModelFile: () => chooseFile(),
    downloadModel: ({ url, sha256 }) => agent.downloadModel(url, sha256),
    setModelKey: ({ provider, key }) => agent.setModelKey(provider, key),
  };
}

/** A round has five steps within some milliseconds: people see the first and the last of them. */
const spacingMs = 300;

/** Tells `show` how the agent stands: a change at once, those that follow it within the spacing together at its end. */
export function followAgent(
  agent: Pick<AlwaysOnAgentFace, 'onChange' | 'status'>,
  clock: Pick<Clock, 'after'>,
  show: (status: AgentStatus) => void,
): Stop {
  let isSpaced = false;
  let isLate = false;
  let stopTimer: Stop = () => undefined;

  function tell(): void {
    isLate = false;
    isSpaced = true;
    show(agent.status());
    stopTimer = clock.after(spacingMs, () => {
      isSpaced = false;
      if (isLate) tell();
    });
  }
  const stopHearing = agent.onChange(() => {
    if (isSpaced) isLate = true;
    else tell();
  });
  return async () => {
    await stopHearing();
    await stopTimer();
  };
}
