import type { Clock } from '../host.ts';
import type { AnyRow, Writer } from '../writer/writer.ts';
import { modelInvocation } from './bench-rows.ts';
import { flushed, openTables, pushAll } from './bench-writer.ts';
import { percentile } from './percentile.ts';

const table = 'hive.model_invocations';
/** Calls that are timed together: one alone is shorter than the clock is sure of. */
const callsPerSample = 50;
const samples = 400;
const warmUpCalls = 20_000;

/** How long one push of one row keeps the caller, in microseconds. */
export async function measurePushCall(
  writer: Writer,
  clock: Clock,
): Promise<{ readonly p50Micros: number; readonly p99Micros: number }> {
  const target = (await openTables(writer, [table])).get(table);
  const rows = Array.from({ length: 1_000 }, (_, index) => [modelInvocation(index, clock.now()) as unknown as AnyRow]);
  const one = (index: number): readonly AnyRow[] => rows[index % rows.length] ?? [];
  for (let index = 0; index < warmUpCalls; index++) pushAll(target, one(index));
  await flushed(writer);
  const micros: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    const startedAt = clock.monotonic();
    for (let call = 0; call < callsPerSample; call++) pushAll(target, one(sample * callsPerSample + call));
    micros.push(((clock.monotonic() - startedAt) * 1_000) / callsPerSample);
  }
  await flushed(writer);
  return { p50Micros: percentile(micros, 0.5), p99Micros: percentile(micros, 0.99) };
}
