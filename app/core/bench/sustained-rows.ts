import type { ModelInvocationRow } from '../../contract/rows.ts';
import { loginOf } from '../database/runtime-file.ts';
import type { AnyRow } from '../writer/writer.ts';
import type { Figure } from './bench-report.ts';
import { modelInvocation } from './bench-rows.ts';
import type { BenchServer } from './bench-server.ts';
import { flushed, openTables, pushPatiently } from './bench-writer.ts';
import { MeasurementFailed } from './measurement-failed.ts';
import type { NativeBench } from './native-bench.ts';
import { type SustainedRound, type WayName, sustainedFigures } from './sustained-figures.ts';
import { type Peers, openPeers } from './sustained-peers.ts';
import { type MemoryPeak, watchMemory } from './usage-peak.ts';
import { processUsage } from './process-usage.ts';

const table = 'hive.model_invocations';
/** Rows handed to the native writer at once, as a program does that has some. */
const pushRows = 1_000;
/** Rows of one insert of JSON: of 1,000, 10,000, 50,000 and 100,000 its fastest on two cores, by far over 1,000. */
const jsonInsertRows = 50_000;

export interface SustainedEffort {
  /** Different rows. The fast ways send them several times, so that a round is long enough to measure. */
  readonly rows: number;
  readonly repeats: number;
  readonly rounds: number;
}

/** The same rows in every way, turn by turn, each round until the last is acknowledged and into an empty table. */
export async function sustainedRows(
  server: BenchServer,
  { rows: count, repeats, rounds }: SustainedEffort,
  onProgress: (share: number) => void,
): Promise<Figure[]> {
  const { clock } = server.host;
  const tsMs = clock.now();
  const rows = Array.from({ length: count }, (_, index) => modelInvocation(index, tsMs));
  const runtime = server.store.database.runtime();
  const peers = openPeers(table, loginOf(runtime, 'writer'), loginOf(runtime, 'admin'));
  const bench = await server.startNative();
  const unjournaled = server.journal ? await server.startNative(false) : undefined;
  try {
    const ways = await prepareWays(server, { rows, tsMs, peers, bench, unjournaled });
    const measured = new Map<WayName, SustainedRound[]>(ways.map(({ name }) => [name, []]));
    await warmUp(server, ways, count);
    let memory: { client: MemoryPeak; server: MemoryPeak } | undefined;
    for (let round = 0; round < rounds; round++) {
      for (const [at, way] of ways.entries()) {
        await empty(server);
        const watched = way.name === 'C' && round === rounds - 1;
        const client = watched ? watchMemory(clock, () => processUsage(bench.pid)) : undefined;
        const other = watched ? watchMemory(clock, server.usage) : undefined;
        const times = way.repeats ? repeats : 1;
        measured.get(way.name)?.push(await measure(server, () => way.send(times), count * times));
        if (client !== undefined && other !== undefined) memory = { client: await client(), server: await other() };
        onProgress((round + (at + 1) / ways.length) / rounds);
      }
    }
    return sustainedFigures(measured, { rows: count, repeats, memory });
  } finally {
    await bench.stop();
    await unjournaled?.stop();
    await peers.close();
  }
}

interface Way {
  readonly name: WayName;
  /** Whether a round sends the rows several times. */
  readonly repeats: boolean;
  /** Sends the rows `times` times; tells the processor time of the sender where that is another process. */
  send(times: number): Promise<{ readonly cpuSeconds: number } | undefined>;
}

interface WayParts {
  readonly rows: readonly ModelInvocationRow[];
  readonly tsMs: number;
  readonly peers: Peers;
  readonly bench: NativeBench;
  /** For the comparison; there is none when `bench` has no journal either. */
  readonly unjournaled: NativeBench | undefined;
}

async function prepareWays(
  server: BenchServer,
  { rows, tsMs, peers, bench, unjournaled }: WayParts,
): Promise<readonly Way[]> {
  const { writer } = server;
  const target = (await openTables(writer, [table])).get(table);
  if (target === undefined) throw new MeasurementFailed(`${table} could not be opened`);
  const columns = Object.keys(rows[0] ?? {});
  const packed = await peers.encodeRowBinary(columns, rows);
  await empty(server);
  await peers.insertBytes('RowBinary', columns, packed);
  const native = await peers.readNative(columns);
  const again = async (times: number, send: () => Promise<void>): Promise<undefined> => {
    for (let time = 0; time < times; time++) await send();
  };
  const fromC = (name: WayName, by: NativeBench): Way => ({
    name,
    repeats: true,
    send: async (times) => {
      const { cpu_seconds: cpuSeconds } = await by.ask('sustained', rows.length, times, tsMs);
      return { cpuSeconds };
    },
  });
  return [
    fromC('C', bench),
    ...(unjournaled === undefined ? [] : [fromC('C without a journal', unjournaled)]),
    {
      name: 'JavaScript',
      repeats: false,
      send: (times) =>
        again(times, async () => {
          const pushed = rows as unknown as readonly AnyRow[];
          for (let at = 0; at < pushed.length; at += pushRows)
            await pushPatiently(writer, target, pushed.slice(at, at + pushRows));
          await flushed(writer);
        }),
    },
    {
      name: 'JSONEachRow',
      repeats: false,
      send: (times) =>
        again(times, async () => {
          for (let at = 0; at < rows.length; at += jsonInsertRows)
            await peers.insertJson(rows.slice(at, at + jsonInsertRows));
        }),
    },
    {
      name: 'RowBinary, encoding included',
      repeats: false,
      send: (times) =>
        again(times, async () => peers.insertBytes('RowBinary', columns, await peers.encodeRowBinary(columns, rows))),
    },
    {
      name: 'RowBinary, encoded before',
      repeats: true,
      send: (times) => again(times, () => peers.insertBytes('RowBinary', columns, packed)),
    },
    {
      name: 'Native file',
      repeats: true,
      send: (times) => again(times, () => peers.insertBytes('Native', columns, native)),
    },
  ];
}

/** Every way once, and proof that all of them store the same rows. */
async function warmUp(server: BenchServer, ways: readonly Way[], rows: number): Promise<void> {
  let first: string | undefined;
  for (const way of ways) {
    await empty(server);
    await way.send(1);
    const stored = await hashOfTable(server);
    first ??= stored;
    if (stored !== first || !stored.startsWith(`${rows} `)) {
      throw new MeasurementFailed(`${way.name} stored other rows than C: ${stored} instead of ${first}`);
    }
  }
}

async function measure(
  { host: { clock }, usage }: BenchServer,
  send: () => ReturnType<Way['send']>,
  rows: number,
): Promise<SustainedRound> {
  const serverBefore = await usage();
  const cpuBefore = process.cpuUsage();
  const startedAt = clock.monotonic();
  const elsewhere = await send();
  const seconds = (clock.monotonic() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const serverAfter = await usage();
  return {
    rowsPerSecond: rows / seconds,
    clientMicrosPerRow: elsewhere === undefined ? (user + system) / rows : (elsewhere.cpuSeconds * 1e6) / rows,
    serverMicrosPerRow: ((serverAfter.cpuSeconds - serverBefore.cpuSeconds) * 1e6) / rows,
  };
}

async function empty({ store }: BenchServer): Promise<void> {
  await store.database.admin.command({ query: `TRUNCATE TABLE ${table} SYNC` });
}

/** How many rows the table has and a hash of all their values, whatever their order. */
async function hashOfTable({ store }: BenchServer): Promise<string> {
  const query = `SELECT count() AS rows, sum(cityHash64(*)) AS hash FROM ${table}`;
  const answer = await store.database.admin.query({ query, format: 'JSONEachRow' });
  const [row] = await answer.json<{ rows: string; hash: string }>();
  return `${row?.rows ?? 0} rows with hash ${row?.hash ?? ''}`;
}
