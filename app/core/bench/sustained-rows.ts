import type { ModelInvocationRow } from '../../contract/rows.ts';
import type { AdminDatabase, WritableDatabase } from '../database/clients.ts';
import type { Clock } from '../host.ts';
import type { AnyRow, Writer } from '../writer/writer.ts';
import { MeasurementFailed } from './measurement-failed.ts';
import { modelInvocation } from './bench-rows.ts';
import { flushed, openTables, pushPatiently } from './bench-writer.ts';
import { median } from './percentile.ts';

const table = 'hive.model_invocations';
/** Rows handed to the native writer at once, as a program does that has some. */
const pushRows = 1_000;
/** Rows of one insert of the client: of 1,000, 10,000, 50,000 and 100,000 its fastest on two cores, by far over 1,000. */
const insertRows = 50_000;

export interface SustainedOptions {
  readonly writer: Writer;
  readonly client: WritableDatabase;
  readonly admin: AdminDatabase;
  readonly clock: Clock;
  readonly rows: number;
  readonly rounds: number;
  readonly onProgress: (share: number) => void;
}

/** The median round of one way to insert. */
export interface Throughput {
  readonly rowsPerSecond: number;
  /** User and system time of this process, all threads. */
  readonly cpuMicrosPerRow: number;
}

/** The same rows, turn by turn through the native writer and through `@clickhouse/client`, each until acknowledged. */
export async function measureSustained(
  options: SustainedOptions,
): Promise<{ readonly native: Throughput; readonly client: Throughput }> {
  const { writer, client, admin, clock, rounds } = options;
  const rows = Array.from({ length: options.rows }, (_, index) => modelInvocation(index, clock.now()));
  const target = (await openTables(writer, [table])).get(table);
  if (target === undefined) throw new MeasurementFailed(`${table} could not be opened`);
  const pushed = rows as unknown as readonly AnyRow[];
  const ways = {
    native: async () => {
      for (let at = 0; at < pushed.length; at += pushRows)
        await pushPatiently(writer, target, pushed.slice(at, at + pushRows));
      await flushed(writer);
    },
    client: async () => {
      for (let at = 0; at < rows.length; at += insertRows) {
        const values: ModelInvocationRow[] = rows.slice(at, at + insertRows);
        await client.insert({ table, values, format: 'JSONEachRow' });
      }
    },
  };
  const measured: { native: Throughput[]; client: Throughput[] } = { native: [], client: [] };
  // The first round of each warms up and is thrown away.
  for (let round = 0; round <= rounds; round++) {
    for (const way of ['native', 'client'] as const) {
      await admin.command({ query: `TRUNCATE TABLE ${table} SYNC` });
      const throughput = await measure(ways[way], rows.length, clock);
      if (round > 0) measured[way].push(throughput);
      options.onProgress((round + (way === 'native' ? 0.5 : 1)) / (rounds + 1));
    }
  }
  return { native: middle(measured.native), client: middle(measured.client) };
}

async function measure(work: () => Promise<void>, rows: number, clock: Clock): Promise<Throughput> {
  const cpuBefore = process.cpuUsage();
  const startedAt = clock.monotonic();
  await work();
  const seconds = (clock.monotonic() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { rowsPerSecond: rows / seconds, cpuMicrosPerRow: (user + system) / rows };
}

function middle(rounds: readonly Throughput[]): Throughput {
  return {
    rowsPerSecond: median(rounds.map((round) => round.rowsPerSecond)),
    cpuMicrosPerRow: median(rounds.map((round) => round.cpuMicrosPerRow)),
  };
}
