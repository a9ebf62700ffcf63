import type { Clock } from '../host.ts';
import { MeasurementFailed } from './measurement-failed.ts';
import { OtlpBody } from './otlp-body.ts';
import { OtlpSender } from './otlp-sender.ts';

export interface SustainedOtlp {
  readonly accepted: number;
  readonly recordsPerSecond: number;
  /** Requests that were asked to come again, which they did. */
  readonly asked: number;
}

interface Load {
  readonly port: number;
  readonly records: number;
  readonly senders: number;
  readonly seconds: number;
  /** The number of the first request; each has its own, for the same one told twice is stored once. */
  readonly first: number;
}

/** Sends bodies of `records` records over several connections, each as soon as the one before is answered. */
export async function sustainOtlp(
  clock: Clock,
  load: Load,
  onProgress: (share: number) => void,
): Promise<SustainedOtlp> {
  const { port, records, seconds, senders } = load;
  const bodies = Array.from({ length: senders }, () => new OtlpBody(records));
  const startedAt = clock.monotonic();
  const endsAt = startedAt + seconds * 1_000;
  const isOver = (): boolean => clock.monotonic() >= endsAt;
  let next = load.first;
  let accepted = 0;
  let asked = 0;
  async function keepSending(body: OtlpBody): Promise<void> {
    const sender = new OtlpSender(port);
    try {
      while (!isOver()) {
        const bytes = body.stamp(clock.now(), next);
        next += records;
        for (;;) {
          const { status, retryAfterMs } = await sender.post(bytes);
          if (status === 200) break;
          if (status !== 429 && status !== 503) throw new MeasurementFailed(`The receiver answered ${status}`);
          asked += 1;
          await pause(clock, retryAfterMs);
        }
        accepted += records;
        onProgress(Math.min(1, (clock.monotonic() - startedAt) / (seconds * 1_000)));
      }
    } finally {
      sender.close();
    }
  }
  await Promise.all(bodies.map(keepSending));
  const elapsedMs = clock.monotonic() - startedAt;
  return { accepted, recordsPerSecond: accepted / (elapsedMs / 1_000), asked };
}

export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resume) => void clock.after(ms, resume));
}
