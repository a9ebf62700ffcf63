import { useEffect } from 'react';
import { type WorkItem, workAnnouncements, workChannels } from '../../contract/work.ts';
import { type Problem } from './problem.ts';
import { useSession } from './session.ts';
import { useLiveCall } from './use-live-call.ts';

/** Long work as this window knows it. */
export interface WorkView {
  readonly items: readonly WorkItem[];
  /** Why the list may be old, or null. */
  readonly problem: Problem | null;
  readonly cancel: (id: string) => void;
  readonly dismiss: (id: string) => void;
}

const none: readonly WorkItem[] = [];

/** What runs and what has ended: announced as it changes, and asked for in case an announcement was missed. */
export function useWork(): WorkView {
  const { calls, refresh } = useSession();
  const { view, live } = useLiveCall(() => calls.send(workChannels.work, undefined), refresh);
  useEffect(() => {
    const stop = calls.hear(workAnnouncements.workChanged, (items) => {
      if (items.ok) live.take(items.value);
      else live.refresh();
    });
    return () => void stop();
  }, [calls, live]);
  return {
    items: view.state === 'ready' ? view.value : none,
    problem: view.state === 'failed' ? view.problem : view.state === 'ready' ? view.stale : null,
    cancel: (id) => void calls.send(workChannels.cancelWork, { id }).then(live.refresh),
    dismiss: (id) => void calls.send(workChannels.dismissWork, { id }).then(live.refresh),
  };
}
