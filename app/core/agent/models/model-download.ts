import { chmod, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stop } from '../../../contract/lifecycle.ts';
import { type Result, fail, ok } from '../../../contract/result.ts';
import { type FreeBytes, freeBytesAt } from '../../database/disk-space.ts';
import { errorCode, reasonOf } from '../../database/file-errors.ts';
import { byteSize } from '../../../contract/byte-size.ts';
import type { Clock } from '../../host.ts';
import type { WorkHandle, WorkList } from '../../long-work/work-list.ts';
import { DownloadProblem, mayFetch, openBody } from './download-source.ts';
import { followSignals } from './follow-signals.ts';
import { PartFile, fileSha256 } from './part-file.ts';

export interface ModelDownloadDeps {
  readonly clock: Pick<Clock, 'after'>;
  /** Where model files lie, absolute; made when it is not there. */
  readonly dir: string;
  readonly work: WorkList;
  /** So much of the disk is left free. */
  readonly minFreeBytes: () => number;
  readonly onDone: (path: string) => void;
  readonly freeBytes?: FreeBytes;
}

export interface ModelDownloads {
  /**
   * Fetches a model file that the person asked for. The same file is fetched once at a time, and goes on where an earlier
   * try ended. The error is a sentence.
   */
  start(url: string, sha256: string): Promise<Result<{ readonly workId: string }, string>>;
  /** Ends what runs; what came is kept. */
  stop(): Promise<void>;
}

/** A server that has sent nothing for so long will send nothing any more. */
const silentMs = 60_000;
/** Between two words about progress. */
const tellEveryMs = 200;

interface Running {
  readonly workId: string;
  readonly done: Promise<void>;
  readonly ending: AbortController;
}

export function openModelDownloads(deps: ModelDownloadDeps): ModelDownloads {
  const running = new Map<string, Running>();

  async function start(url: string, digest: string): Promise<Result<{ readonly workId: string }, string>> {
    const sha256 = digest.toLowerCase();
    if (!/^[0-9a-f]{64}$/.test(sha256)) return fail('The SHA-256 of the file has to be 64 hexadecimal digits.');
    const refused = mayFetch(url);
    if (refused !== undefined) return fail(refused);
    const same = running.get(sha256);
    if (same !== undefined) return ok({ workId: same.workId });
    const ending = new AbortController();
    const name = fileName(url);
    const item = deps.work.begin({
      kind: 'download',
      title: `Model ${name.replace(/\.gguf$/i, '')}`,
      unit: 'bytes',
      message: 'Asking for the file.',
      cancel: () => ending.abort(),
    });
    const done = run(url, sha256, name, item, ending.signal).finally(() => running.delete(sha256));
    running.set(sha256, { workId: item.id, done, ending });
    return Promise.resolve(ok({ workId: item.id }));
  }

  async function run(url: string, sha256: string, name: string, item: WorkHandle, signal: AbortSignal): Promise<void> {
    try {
      await mkdir(deps.dir, { recursive: true, mode: 0o700 });
      const target = await placeFor(name, sha256);
      if (target.there) {
        item.finish(`${target.path} was there already.`);
      } else {
        const bytes = await fetchInto(target.path, url, sha256, item, signal);
        item.finish(`${byteSize(bytes)} are in ${target.path}.`);
      }
      deps.onDone(target.path);
    } catch (error) {
      if (signal.aborted) item.cancelled('Ended. What came is kept, and the next try goes on there.');
      else item.fail(sentenceOf(error));
    }
  }

  /** Where the file goes: never over another one. */
  async function placeFor(name: string, sha256: string): Promise<{ readonly path: string; readonly there: boolean }> {
    const path = join(deps.dir, name);
    if (!(await exists(path))) return { path, there: false };
    if ((await fileSha256(path)) === sha256) return { path, there: true };
    const other = join(deps.dir, `${name.replace(/\.gguf$/i, '')}-${sha256.slice(0, 8)}.gguf`);
    return { path: other, there: (await exists(other)) && (await fileSha256(other)) === sha256 };
  }

  async function fetchInto(
    path: string,
    url: string,
    sha256: string,
    item: WorkHandle,
    signal: AbortSignal,
  ): Promise<number> {
    const part = await PartFile.open(join(deps.dir, `.${sha256}.part`));
    try {
      if (part.bytes > 0) item.update({ done: part.bytes, message: 'Going on where the last try ended.' });
      await receive(part, url, item, signal);
      if (!part.isGguf()) throw new DownloadProblem('What was sent is no GGUF model file.');
      if (part.sha256() !== sha256) {
        throw new DownloadProblem(
          'The file is not the one that was asked for: its SHA-256 is another. It was deleted.',
        );
      }
      await part.finish();
      await chmod(part.path, 0o600);
      await rename(part.path, path);
      return part.bytes;
    } catch (error) {
      await part.close();
      // What can never become the file is of no use to the next try.
      if (error instanceof DownloadProblem && !error.mayGoOn) await rm(part.path, { force: true });
      throw error;
    }
  }

  async function receive(part: PartFile, url: string, item: WorkHandle, signal: AbortSignal): Promise<void> {
    const silence = new AbortController();
    const end = (): void => silence.abort();
    const ending = followSignals([signal, silence.signal]);
    let stopWaiting = deps.clock.after(silentMs, end);
    let stopTelling: Stop | undefined;
    try {
      const body = await openBody(url, part.bytes, ending.signal);
      if (body.kind === 'whole-already') return;
      if (body.from === 0 && part.bytes > 0) await part.restart();
      const total = body.length === null ? null : body.from + body.length;
      await checkSpace(body.length);
      item.update({ done: part.bytes, total, message: 'Fetching.' });
      for await (const chunk of body.chunks) {
        void stopWaiting();
        await part.append(chunk);
        if (!part.mayBeGguf()) throw new DownloadProblem('What is sent is no GGUF model file.');
        stopTelling ??= deps.clock.after(tellEveryMs, () => {
          stopTelling = undefined;
          item.update({ done: part.bytes });
        });
        stopWaiting = deps.clock.after(silentMs, end);
      }
      item.update({ done: part.bytes, message: 'Checking.' });
      if (total !== null && part.bytes < total) {
        throw new DownloadProblem(`The server broke off after ${byteSize(part.bytes)} of ${byteSize(total)}.`, true);
      }
    } catch (error) {
      if (signal.aborted || error instanceof DownloadProblem || errorCode(error) === 'ENOSPC') throw error;
      if (!silence.signal.aborted) throw new DownloadProblem('The server could not be reached, or broke off.', true);
      throw new DownloadProblem(`The server has sent nothing for ${silentMs / 1_000} s.`, true);
    } finally {
      void stopWaiting();
      void stopTelling?.();
      ending.unfollow();
    }
  }

  async function checkSpace(length: number | null): Promise<void> {
    const free = await (deps.freeBytes ?? freeBytesAt)(deps.dir);
    const needed = (length ?? 0) + deps.minFreeBytes();
    if (free >= needed) return;
    throw new DownloadProblem(
      `The disk has ${byteSize(free)} free, and the file needs ${byteSize(needed)} with what has to stay free.`,
      true,
    );
  }

  return {
    start,
    async stop() {
      for (const { ending } of running.values()) ending.abort();
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

/** The last part of the address as a name that is safe for a file. */
function fileName(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  const plain = last
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .replace(/^[._]+/, '')
    .slice(0, 120);
  const stem = plain.replace(/\.gguf$/i, '');
  return `${stem === '' ? 'model' : stem}.gguf`;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function sentenceOf(error: unknown): string {
  if (error instanceof DownloadProblem) return error.message;
  if (errorCode(error) === 'ENOSPC') return 'The disk is full. What came is kept, and the next try goes on there.';
  return `The file could not be stored: ${reasonOf(error)}.`;
}
