import { useEffect, useMemo, useState } from 'react';
import { type AgentStatus, alwaysOnAgentAnnouncements, alwaysOnAgentChannels } from '../../contract/always-on-agent.ts';
import { type Result } from '../../contract/result.ts';
import { type Calls, settle } from './bridge.ts';
import { type LiveView } from './live-view.ts';
import { type Problem } from './problem.ts';
import { useSession } from './session.ts';
import { useLiveCall } from './use-live-call.ts';

/** What a person may wish of the always-on agent; each gives whether it was done. */
export interface AgentWishes {
  readonly pause: () => Promise<boolean>;
  readonly resume: () => Promise<boolean>;
  /** Settles when the look is over. */
  readonly look: () => Promise<boolean>;
  readonly dismiss: (id: string, never: boolean) => Promise<boolean>;
  readonly resumeFrom: (threadId: string, checkpointId: string) => Promise<boolean>;
}

/** The always-on agent as this window knows it. */
export interface AgentHold {
  readonly view: LiveView<AgentStatus>;
  /** Why the last wish was not done, or null. */
  readonly problem: Problem | null;
  readonly wishes: AgentWishes;
}

/** How the agent stands: announced as it changes, and asked for in case an announcement was missed. */
export function useAgent(): AgentHold {
  const { calls, refresh } = useSession();
  const { view, live } = useLiveCall(() => calls.send(alwaysOnAgentChannels.agentStatus, undefined), refresh);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    const stop = calls.hear(alwaysOnAgentAnnouncements.agentChanged, (status) => {
      if (status.ok) live.take(status.value);
      else live.refresh();
    });
    return () => void stop();
  }, [calls, live]);
  const wishes = useMemo(
    () =>
      wishesThrough(calls, (answer) => {
        setProblem(answer.ok ? null : answer.error);
        if (answer.ok) live.take(answer.value);
        // What it has written shows in answers to questions.
        refresh.beat();
      }),
    [calls, live, refresh],
  );
  return { view, problem, wishes };
}

function wishesThrough(
  { send }: Pick<Calls, 'send'>,
  take: (answer: Result<AgentStatus, Problem>) => void,
): AgentWishes {
  const to = alwaysOnAgentChannels;
  async function wish(call: Promise<Result<Result<AgentStatus, string>, Problem>>): Promise<boolean> {
    const answer = await settle(call);
    take(answer);
    return answer.ok;
  }
  return {
    pause: () => wish(send(to.pauseAgent, undefined)),
    resume: () => wish(send(to.resumeAgent, undefined)),
    look: () => wish(send(to.runAgentNow, undefined)),
    dismiss: (id, never) => wish(send(to.dismissSuggestion, { id, never })),
    resumeFrom: (threadId, checkpointId) => wish(send(to.resumeFromCheckpoint, { threadId, checkpointId })),
  };
}
