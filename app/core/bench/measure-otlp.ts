import * as v from 'valibot';
import type { ReadableDatabase } from '../database/clients.ts';
import type { Clock } from '../host.ts';
import type { Figure } from './bench-report.ts';
import { askSocket } from '../sources/socket/socket-client.ts';
import { MeasurementFailed } from './measurement-failed.ts';
import { sustainOtlp } from './otlp-sustained.ts';
import { otlpToVisible, settledCalls } from './otlp-to-visible.ts';
import { percentile } from './percentile.ts';
import { threadTimes, waitNote } from './thread-wait.ts';

export interface OtlpEffort {
  /** How long each size of body is sent as fast as it is taken. */
  readonly otlpSeconds: number;
  /** How many bodies of each size are followed until they are seen. */
  readonly otlpBodies: number;
}

/** The sizes of bodies: one call, what an exporter gathers in a few seconds, and a backlog. */
const loads = [
  { records: 1, senders: 8, periodMs: 50, share: 1 },
  { records: 100, senders: 4, periodMs: 200, share: 0.4 },
  { records: 5_000, senders: 2, periodMs: 1_000, share: 0.2 },
] as const;

export interface OtlpTarget {
  readonly port: number;
  /** The process that receives. */
  readonly pid: number;
  readonly socketPath: string;
  readonly reader: ReadableDatabase;
}

/** Measures the receiver of a recorder that nobody else uses. */
export async function measureOtlp(
  clock: Clock,
  { port, pid, socketPath, reader }: OtlpTarget,
  { otlpSeconds, otlpBodies }: OtlpEffort,
  onProgress: (what: string, share: number) => void,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  let first = 1;
  // From the quiet to the loud: merges of what a measurement wrote go on for a while and would be in the next.
  for (const { records, periodMs, share } of loads) {
    const bodies = Math.max(2, Math.round(otlpBodies * share));
    const telling = (done: number): void => onProgress(`OTLP to visible, bodies of ${records}`, done);
    const seenMs = await otlpToVisible(clock, reader, { port, records, bodies, periodMs, first }, telling);
    first += records * bodies;
    figures.push(...visibleFigures(records, seenMs, periodMs));
  }
  for (const { records, senders } of loads) {
    const load = { port, records, senders, seconds: otlpSeconds, first };
    const telling = (done: number): void => onProgress(`OTLP sustained, bodies of ${records}`, done);
    const before = await threadTimes(pid);
    const watching = watchEventLoop(socketPath, otlpSeconds);
    const { accepted, recordsPerSecond, asked } = await sustainOtlp(clock, load, telling);
    const eventLoop = await watching;
    const waited = waitNote(before, await threadTimes(pid));
    first += accepted;
    const stored = await settledCalls(clock, reader, first - 1);
    const name = `OTLP, bodies of ${records.toLocaleString('en-US')}`;
    figures.push(
      {
        name: `${name}, sustained`,
        value: recordsPerSecond,
        unit: 'rows/s',
        note: `log records over ${senders} connections, ${asked} of their requests were asked to come again`,
      },
      {
        name: `${name}, event loop, p99`,
        value: eventLoop.p99Ms,
        unit: 'ms',
        bound: { limit: 50, kind: 'below' },
        note: `how late a timer of the recorder was meanwhile, in the median ${eventLoop.p50Ms} ms, at most ${eventLoop.maxMs} ms${waited}`,
      },
      {
        name: `${name}, accepted and not stored`,
        value: Math.max(0, first - 1 - stored),
        unit: '',
        bound: { limit: 1, kind: 'below' },
      },
    );
  }
  return figures;
}

function visibleFigures(records: number, seenMs: readonly number[], periodMs: number): Figure[] {
  const name = `OTLP, bodies of ${records.toLocaleString('en-US')}, POST to seen in a SELECT`;
  const note = `the last record of each of ${seenMs.length} bodies, one every ${periodMs} ms`;
  const second = { limit: 1_000, kind: 'below' } as const;
  return [
    { name: `${name}, p50`, value: percentile(seenMs, 0.5), unit: 'ms', note },
    { name: `${name}, p99`, value: percentile(seenMs, 0.99), unit: 'ms', bound: second },
  ];
}

const eventLoopAnswer = v.object({ p50Ms: v.number(), p99Ms: v.number(), maxMs: v.number() });

/** Has the recorder watch its own event loop: what is measured from here would contain our own delays. */
async function watchEventLoop(socketPath: string, seconds: number): Promise<v.InferOutput<typeof eventLoopAnswer>> {
  const answer = await askSocket(socketPath, { op: 'event-loop', forMs: Math.round(seconds * 1_000) });
  if (!answer.ok) throw new MeasurementFailed(`The recorder did not watch its event loop: ${answer.error}`);
  return v.parse(eventLoopAnswer, answer.value);
}
