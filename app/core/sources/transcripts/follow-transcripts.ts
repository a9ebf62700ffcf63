import { dirname, extname } from 'node:path';
import type { PartHealth } from '../../../contract/health.ts';
import { type AgentName, agentNames } from '../../../contract/imports.ts';
import type { Stop } from '../../../contract/lifecycle.ts';
import { errorCode, reasonOf } from '../../database/file-errors.ts';
import type { Account, Clock, Log } from '../../host.ts';
import type { Intake } from '../agents/agent-row.ts';
import { Breath } from '../agents/breath.ts';
import { sessionFolders, transcriptFormats } from './agent-transcripts.ts';
import { findSessions, statIfThere } from './find-sessions.ts';
import { FollowHealth } from './follow-health.ts';
import { type FilePlace, readFollowState, writeFollowState } from './follow-state.ts';
import { FollowedFile } from './followed-file.ts';
import { MessageMemory } from './line-parser.ts';
import { type Telemetry, tellHeld } from './tell-held.ts';
import { watchFolders } from './watch-folders.ts';

export interface FollowDeps {
  readonly account: Account;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly log: Log;
  /** Absolute path, in the data directory. */
  readonly stateFile: string;
  /** How the agent's telemetry stands: it knows more, so that transcripts wait for it where it comes or may come. */
  readonly telemetry: (agent: AgentName) => Telemetry;
}

export interface TranscriptFollower {
  /** One part for each agent that has session files on this machine. */
  health(): PartHealth[];
  /** When a session file of the agent last changed, epoch milliseconds; null when there is none. */
  lastActivityMs(agent: AgentName): number | null;
  /** Stops following and keeps where it stood. */
  readonly stop: Stop;
}

const roundEveryMs = 1_000;
/** Several changes of a moment are looked at together. */
const changeWaitMs = 100;
const walkEveryMs = 30_000;
/** A file that grew lately is looked at in each round; all others when their folder tells, or this often. */
const hotMs = 10 * 60_000;
const coldLookEveryMs = 5 * 60_000;
/** What a reader knows of a file is forgotten after this long. */
const restAfterMs = 30 * 60_000;
const saveEveryMs = 5_000;
/** Rows that may wait before nothing more is read. */
const mostHeld = 20_000;

/**
 * Follows the session files of all agents from their present end on, through restarts, truncation and renaming. The past
 * comes by import. A row is told of at once where the agent's telemetry is silent, else when it is a minute old.
 */
export async function followTranscripts(deps: FollowDeps): Promise<TranscriptFollower> {
  const { account, intake, clock, log, stateFile, telemetry } = deps;
  const files = new Map<string, FollowedFile>();
  const dirty = new Set<string>();
  const messages = new Map(agentNames.map((agent) => [agent, new MessageMemory()]));
  const health = new FollowHealth();
  const known = await readFollowState(stateFile, log);
  const isFirstStart = known === undefined;
  const places = known ?? new Map<string, FilePlace>();
  let walkedMs = -Infinity;
  let lookedAtAllMs = -Infinity;
  let savedMs = -Infinity;
  let isChanged = isFirstStart;
  let heldRows = 0;
  let mayTellMs = -Infinity;
  let isStopped = false;
  let round: Promise<void> | undefined;
  let stopWaiting: Stop | undefined;

  const watch = watchFolders((path) => {
    if (!mayMatter(path)) return;
    dirty.add(path);
    stopWaiting ??= clock.after(changeWaitMs, () => {
      stopWaiting = undefined;
      startRound();
    });
  });

  /** Finds new, renamed and vanished files. */
  async function walk(): Promise<void> {
    const isFirstWalk = walkedMs === -Infinity;
    const folders: string[] = [];
    const present = new Set<string>();
    const fresh: { readonly agent: AgentName; readonly path: string }[] = [];
    for (const agent of agentNames) {
      const found = await findSessions(sessionFolders(agent, account), transcriptFormats[agent]);
      folders.push(...found.folders);
      health.found(agent, found);
      for (const path of found.files) {
        present.add(path);
        if (!files.has(path)) fresh.push({ agent, path });
      }
    }
    const gone = new Map<number, FollowedFile>();
    for (const [path, file] of files) {
      if (present.has(path)) continue;
      files.delete(path);
      gone.set(file.inode, file);
      isChanged = true;
    }
    const breath = new Breath();
    for (const { agent, path } of fresh) {
      const stats = await statIfThere(path);
      if (breath.due()) await breath.take();
      if (stats === undefined) continue;
      health.active(agent, stats.mtimeMs);
      const renamed = gone.get(stats.ino);
      if (renamed !== undefined) {
        renamed.moved(path);
        files.set(path, renamed);
        dirty.add(path);
        continue;
      }
      const place = places.get(path) ?? renamedPlace(stats.ino, present);
      const begins =
        isFirstStart && isFirstWalk ? FollowedFile.placeAtEnd(agent, path, stats) : newPlace(agent, stats.ino);
      const file = new FollowedFile(path, place ?? begins);
      if (place === undefined && isFirstStart && isFirstWalk) file.seen(stats);
      else dirty.add(path);
      files.set(path, file);
      isChanged = true;
    }
    places.clear();
    watch.update(byActivity(folders, files.values()));
    walkedMs = clock.monotonic();
  }

  /** A file that was renamed while nobody followed. */
  function renamedPlace(inode: number, present: ReadonlySet<string>): FilePlace | undefined {
    for (const [path, place] of places) if (place.inode === inode && !present.has(path)) return place;
    return undefined;
  }

  async function look(file: FollowedFile): Promise<void> {
    const stats = await statIfThere(file.path);
    const memory = messages.get(file.agent);
    if (stats === undefined || memory === undefined) return;
    health.active(file.agent, stats.mtimeMs);
    try {
      const changed = await file.look(stats, memory, {
        badLine: (_line, reason) => {
          health.badLine(file.agent);
          intake.refused('transcript', file.agent, `a line of a session file ${reason}`);
        },
        isFull: () => heldRows + file.held.length > mostHeld,
        monotonic: () => clock.monotonic(),
      });
      isChanged ||= changed;
    } catch (error) {
      const code = errorCode(error);
      if (code === undefined) throw error;
      health.unreadable(file.agent, code);
    }
  }

  async function oneRound(): Promise<void> {
    const nowMs = clock.monotonic();
    const hasUnknown = [...dirty].some((path) => !files.has(path));
    if (nowMs - walkedMs >= walkEveryMs || hasUnknown) await walk();
    const looksAtAll = nowMs - lookedAtAllMs >= coldLookEveryMs;
    if (looksAtAll) lookedAtAllMs = nowMs;
    const changed = new Set(dirty);
    dirty.clear();
    const breath = new Breath();
    heldRows = [...files.values()].reduce((sum, { held }) => sum + held.length, 0);
    for (const [path, file] of files) {
      if (isStopped) break;
      if (looksAtAll || changed.has(path) || nowMs - file.grownMs < hotMs) await look(file);
      if (file.isResting) continue;
      file.settle(clock.monotonic());
      if (nowMs - file.grownMs > restAfterMs) file.rest();
      if (breath.due()) await breath.take();
    }
    await tell();
    // The file has a line for each session: of thousands it is written less often.
    if (isChanged && clock.monotonic() - savedMs >= saveEveryMs + 2 * files.size) await save();
  }

  async function tell(): Promise<void> {
    const nowMs = clock.monotonic();
    if (nowMs < mayTellMs || isStopped) return;
    const told = await tellHeld({
      files: files.values(),
      intake,
      telemetry,
      nowMs,
      onTold: (agent, accepted, leftOut) => health.told(agent, accepted, leftOut),
    });
    if (told.full) mayTellMs = nowMs + 2_000;
    if (told.released > 0) isChanged = true;
  }

  async function save(): Promise<void> {
    savedMs = clock.monotonic();
    try {
      await writeFollowState(
        stateFile,
        [...files].map(([path, { place }]) => [path, place] as const),
      );
      isChanged = false;
      health.saved();
    } catch (error) {
      health.notSaved(errorCode(error) ?? reasonOf(error));
    }
  }

  function startRound(): void {
    if (round !== undefined || isStopped) return;
    round = oneRound()
      .catch((error: unknown) => {
        // What the file system says names the file, and with it the person.
        const reason = errorCode(error) ?? reasonOf(error);
        health.failed(reason);
        log('error', 'following the sessions of agents failed and is tried again', { reason });
      })
      .finally(() => {
        round = undefined;
      });
  }

  const stopRounds = clock.every(roundEveryMs, startRound);
  startRound();

  return {
    health: () => health.parts([...files.values()], watch.size),
    lastActivityMs: (agent) => health.lastActivityMs(agent),
    stop: async () => {
      isStopped = true;
      await stopRounds();
      await stopWaiting?.();
      await watch.stop();
      await round;
      await save();
    },
  };
}

/** Folders without sessions first, where new ones appear; then those whose sessions changed last. */
function byActivity(folders: readonly string[], files: Iterable<FollowedFile>): string[] {
  const changed = new Map<string, number>();
  for (const { path, changedMs } of files) {
    const folder = dirname(path);
    changed.set(folder, Math.max(changed.get(folder) ?? 0, changedMs));
  }
  const activity = (folder: string) => changed.get(folder) ?? Number.MAX_SAFE_INTEGER;
  return [...folders].sort((a, b) => activity(b) - activity(a));
}

/** A session file, or a folder in which there may be one. */
function mayMatter(path: string): boolean {
  return extname(path) === '' || agentNames.some((agent) => transcriptFormats[agent].isSession(path));
}

/** A file that came while Hivebar follows is told of from its beginning. */
function newPlace(agent: AgentName, inode: number): FilePlace {
  return { agent, inode, doneUntil: 0, headBytes: 0, headHash: '' };
}
