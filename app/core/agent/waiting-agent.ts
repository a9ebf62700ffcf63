import type { AgentStatus } from '../../contract/always-on-agent.ts';
import { fail } from '../../contract/result.ts';
import type { AgentControls, AlwaysOnAgentFace } from '../always-on-agent-face.ts';
import { idleAgentStatus } from './status/agent-status.ts';

const notYet = 'The database does not run yet; try again when it does.';

/** What the doors hold from the start: the agent that runs, whichever that is by then. */
export interface WaitingAgent extends AlwaysOnAgentFace {
  /** The agent that runs has changed, or is another one. */
  tell(): void;
}

/** `current` gives null where there is no agent at all, as in a demo, and undefined before there is one. */
export function waitingAgent(current: () => AgentControls | null | undefined): WaitingAgent {
  const listeners = new Set<(status: AgentStatus) => void>();

  function status(): AgentStatus {
    const agent = current();
    if (agent === null) return idleAgentStatus('off', 'There is no agent beside generated data.');
    return agent?.status() ?? idleAgentStatus('starting', notYet);
  }
  function tell(): void {
    const now = status();
    for (const listener of listeners) listener(now);
  }
  const absent = () => Promise.resolve(fail(current() === null ? status().message : notYet));

  return {
    status,
    tell,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    pause: () => current()?.pause() ?? absent(),
    resume: () => current()?.resume() ?? absent(),
    runNow: () => current()?.runNow() ?? absent(),
    dismiss: (id, never) => current()?.dismiss(id, never) ?? absent(),
    resumeFrom: (threadId, checkpointId) => current()?.resumeFrom(threadId, checkpointId) ?? absent(),
    downloadModel: (url, sha256) => current()?.downloadModel(url, sha256) ?? absent(),
    setModelKey: (provider, key) => current()?.setModelKey(provider, key) ?? absent(),
  };
}
