import type { ReadableDatabase } from '../database/clients.ts';
import type { Clock } from '../host.ts';
import { runSql } from '../queries/run-sql.ts';
import { MeasurementFailed } from './measurement-failed.ts';
import { OtlpBody } from './otlp-body.ts';
import { OtlpSender } from './otlp-sender.ts';
import { pause } from './otlp-sustained.ts';

/** Pause between two looks. Without one the looking itself would take a core from what is measured. */
const lookPauseMs = 4;
const giveUpMs = 60_000;

export interface VisibleLoad {
  readonly port: number;
  readonly records: number;
  readonly bodies: number;
  /** A body is sent this long after the one before, or when that one is answered, whichever is later. */
  readonly periodMs: number;
  readonly first: number;
}

/** For each body, how long it took from its POST until the answer of a SELECT that counts all its records was read. */
export async function otlpToVisible(
  clock: Clock,
  reader: ReadableDatabase,
  { port, records, bodies, periodMs, first }: VisibleLoad,
  onProgress: (share: number) => void,
): Promise<number[]> {
  const before = await countCalls(reader);
  const postedAt: number[] = [];
  const seenMs: number[] = [];
  const deadline = clock.monotonic() + bodies * periodMs + giveUpMs;
  const posted = { isOver: false };
  const posting = post().finally(() => (posted.isOver = true));
  // What goes wrong there is told when the looking has ended.
  posting.catch(() => undefined);
  while (seenMs.length < bodies && !(posted.isOver && postedAt.length < bodies)) {
    if (clock.monotonic() > deadline) {
      throw new MeasurementFailed(`Of ${bodies} bodies only ${seenMs.length} became visible`);
    }
    const visible = Math.floor(((await countCalls(reader)) - before) / records);
    const now = clock.monotonic();
    for (const at of postedAt.slice(seenMs.length, visible)) seenMs.push(now - at);
    onProgress(seenMs.length / bodies);
    await pause(clock, lookPauseMs);
  }
  await posting;
  return seenMs;

  async function post(): Promise<void> {
    const sender = new OtlpSender(port);
    const body = new OtlpBody(records);
    try {
      for (let sent = 0; sent < bodies; sent++) {
        const bytes = body.stamp(clock.now(), first + sent * records);
        const startedAt = clock.monotonic();
        postedAt.push(startedAt);
        const { status } = await sender.post(bytes);
        if (status !== 200) throw new MeasurementFailed(`The receiver answered ${status} while little was sent`);
        await pause(clock, Math.max(0, periodMs - (clock.monotonic() - startedAt)));
      }
    } finally {
      sender.close();
    }
  }
}

/** Waits until so many model calls are stored, and tells how many there are when nothing more comes. */
export async function settledCalls(clock: Clock, reader: ReadableDatabase, expected: number): Promise<number> {
  const deadline = clock.monotonic() + giveUpMs;
  let calls = await countCalls(reader);
  while (calls < expected && clock.monotonic() < deadline) {
    await pause(clock, 100);
    calls = await countCalls(reader);
  }
  return calls;
}

async function countCalls(reader: ReadableDatabase): Promise<number> {
  const answer = await runSql(reader, 'SELECT count() FROM hive.model_invocations');
  if (!answer.ok) throw new MeasurementFailed(`The calls could not be counted: ${answer.error.message}`);
  return Number(answer.value.rows[0]?.[0] ?? 0);
}
