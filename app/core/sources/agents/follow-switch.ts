import type { Stop } from '../../../contract/lifecycle.ts';
import type { Log } from '../../host.ts';
import type { TranscriptFollower } from '../transcripts/follow-transcripts.ts';

/** Following session files, as the person switches it: one change after the other, the last one counts. */
export interface FollowSwitch {
  /** The follower, while it follows. */
  current(): TranscriptFollower | undefined;
  set(on: boolean): Promise<void>;
  readonly stop: Stop;
}

export function followSwitch(start: () => Promise<TranscriptFollower>, log: Log): FollowSwitch {
  let follower: TranscriptFollower | undefined;
  let wanted = false;
  let stopped = false;
  let changed: Promise<void> = Promise.resolve();

  async function change(): Promise<void> {
    if (wanted && follower === undefined) follower = await start();
    else if (!wanted && follower !== undefined) {
      const ending = follower;
      follower = undefined;
      await ending.stop();
    }
  }

  function set(on: boolean): Promise<void> {
    wanted = on && !stopped;
    changed = changed.then(change).catch((error: unknown) => {
      log('error', 'Session files of agents are not followed', { reason: String(error) });
    });
    return changed;
  }

  return {
    current: () => follower,
    set,
    stop: () => {
      stopped = true;
      return set(false);
    },
  };
}
