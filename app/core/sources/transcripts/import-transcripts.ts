import { dirname, relative } from 'node:path';
import { type AgentName, type ImportProgress, agentTitles } from '../../../contract/imports.ts';
import { agentHome } from '../../connect/agent-homes.ts';
import { errorCode, reasonOf } from '../../database/file-errors.ts';
import type { Account, Clock, Log } from '../../host.ts';
import type { AgentRow, Intake } from '../agents/agent-row.ts';
import { Breath } from '../agents/breath.ts';
import { sessionFolders, transcriptFormats } from './agent-transcripts.ts';
import { DayBatches } from './day-batches.ts';
import { findSessions, statIfThere } from './find-sessions.ts';
import { ImportCount } from './import-count.ts';
import { type FoundRow, MessageMemory } from './line-parser.ts';
import { SessionReader } from './session-reader.ts';

export interface ImportDeps {
  readonly account: Account;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ImportRequest {
  readonly agent: AgentName;
  /** A session file or a folder of them; left out, the folders in which the agent keeps its sessions. */
  readonly path?: string | undefined;
  readonly signal: AbortSignal;
  /** Called five times a second and at the end. */
  readonly onProgress: (progress: ImportProgress) => void;
}

const progressEveryMs = 200;
/** The writer makes room within seconds, or says in its health why it does not. */
const fullWaitMs = 500;

/**
 * Reads the past of an agent out of its session files. What Hivebar knows already is not stored again, so that an import
 * may be repeated, and one that was cancelled goes on when it is started again. Fails only as the result says.
 */
export async function importTranscripts(deps: ImportDeps, request: ImportRequest): Promise<ImportProgress> {
  const { clock, log } = deps;
  const { agent, signal, onProgress } = request;
  const count = new ImportCount(agent, clock.now());
  const stopProgress = clock.every(progressEveryMs, () => onProgress(count.progress()));
  try {
    onProgress(count.progress());
    await readAll(deps, request, count);
    count.end(signal.aborted ? 'cancelled' : 'finished', clock.now());
  } catch (error) {
    count.end('failed', clock.now(), errorCode(error) ?? reasonOf(error));
  } finally {
    await stopProgress();
  }
  const ended = count.progress();
  const { state, filesDone, rowsAdded, rowsKnown, badLines } = ended;
  log(state === 'failed' ? 'error' : 'info', `import of ${agent} ${state}`, {
    filesDone,
    rowsAdded,
    rowsKnown,
    badLines,
  });
  onProgress(ended);
  return ended;
}

async function readAll(deps: ImportDeps, request: ImportRequest, count: ImportCount): Promise<void> {
  const { agent, path, signal } = request;
  const files = await filesToRead(deps, request, count);
  const base = path === undefined ? agentHome(agent, deps.account) : dirname(path);
  const days = new DayBatches((rows) => sendAll(deps, request, count, rows));
  const messages = new MessageMemory();
  const isCancelled = () => signal.aborted;
  for (const file of files) {
    if (isCancelled()) return;
    const name = relative(base, file.path);
    const badLine = (line: number, reason: string) => {
      count.badLine({ file: name, line, reason });
      deps.intake.refused('import', agent, `a line of a session file ${reason}`);
    };
    const sink = {
      async rows(rows: readonly FoundRow[]) {
        for (const { row } of rows) if (!signal.aborted) await days.add(row);
      },
      badLine,
      read(bytes: number) {
        count.read(bytes);
        return signal.aborted;
      },
    };
    try {
      const reader = new SessionReader(agent, file.path, messages);
      await reader.readOn(sink);
      if (!isCancelled()) await reader.finish(sink);
    } catch (error) {
      const code = errorCode(error);
      if (code === undefined) throw error;
      badLine(0, `cannot be read (${code})`);
    }
    if (!isCancelled()) count.fileDone(file.bytes);
  }
  await days.flush();
}

interface SessionFile {
  readonly path: string;
  readonly bytes: number;
  readonly changedMs: number;
}

/** In the order of their last change, so that the rows of a day come together; families stay together. */
async function filesToRead(
  { account }: ImportDeps,
  { agent, path, signal }: ImportRequest,
  count: ImportCount,
): Promise<readonly SessionFile[]> {
  const { isSession, mayHold, familyOf } = transcriptFormats[agent];
  const named = path === undefined ? undefined : await statIfThere(path);
  if (path !== undefined && named === undefined) {
    count.fail(`There is nothing at ${path}, or it may not be read.`);
    return [];
  }
  const roots = path === undefined ? sessionFolders(agent, account) : [path];
  const found =
    path !== undefined && named?.isFile() === true
      ? { files: [path], unreadable: [] }
      : await findSessions(roots, path === undefined ? { isSession, mayHold } : { isSession }, signal);
  for (const { folder, code } of found.unreadable) {
    count.badLine({ file: folder, line: 0, reason: `cannot be read (${code})` });
  }
  const files: SessionFile[] = [];
  const breath = new Breath();
  const newest = new Map<string, number>();
  for (const file of found.files) {
    const stats = await statIfThere(file);
    if (breath.due()) await breath.take();
    if (stats === undefined) continue;
    files.push({ path: file, bytes: stats.size, changedMs: stats.mtimeMs });
    const family = familyOf(file) || file;
    newest.set(family, Math.max(newest.get(family) ?? 0, stats.mtimeMs));
    count.found(stats.size);
  }
  if (files.length === 0) count.nothingFound(`${agentTitles[agent]} has no session files in ${roots.join(' or ')}.`);
  const orderOf = (file: SessionFile) => newest.get(familyOf(file.path) || file.path) ?? 0;
  // A session's own file has the shorter path.
  return files.sort((a, b) => orderOf(a) - orderOf(b) || a.path.length - b.path.length || a.changedMs - b.changedMs);
}

/** Sends the rows of a day; where the writer has no room, it waits and sends the same again. */
async function sendAll(
  { intake, clock }: ImportDeps,
  { signal }: ImportRequest,
  count: ImportCount,
  rows: readonly AgentRow[],
): Promise<void> {
  let added = 0;
  for (;;) {
    if (signal.aborted) return;
    const { accepted, rejected, full } = await intake.accept('import', rows);
    added += accepted;
    count.added(accepted);
    if (!full) {
      count.settled(rows.length - added - rejected.length, rejected.length);
      return;
    }
    count.waiting();
    await pause(clock, fullWaitMs, signal);
  }
}

async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resume) => {
    const done = () => {
      signal.removeEventListener('abort', done);
      void stop();
      resume();
    };
    const stop = clock.after(ms, done);
    signal.addEventListener('abort', done);
  });
}
