import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, release, tmpdir, totalmem, type as systemName } from 'node:os';
import { join } from 'node:path';
import { ok } from '../../contract/result.ts';
import { type BenchReport, type Figure, type Machine, holds } from '../../core/bench/bench-report.ts';
import { MeasurementFailed } from '../../core/bench/measurement-failed.ts';
import { type WriterEffort, measureWriter } from '../../core/bench/measure-writer.ts';
import { type ServeEffort, measureServe } from '../bench/measure-serve.ts';
import type { Command } from '../command.ts';
import { exitCodes, inTrouble } from '../failure.ts';
import { bytes, grouped } from '../human-numbers.ts';
import { nodeHost } from '../node-host.ts';
import { awaitStopRequest } from '../stop-request.ts';
import type { Terminal } from '../terminal.ts';
import { textTable } from '../text-table.ts';

type Effort = WriterEffort & ServeEffort;

const fullEffort: Effort = {
  visibleSeconds: 20,
  eventsPerSecond: 1_000,
  rows: 200_000,
  rounds: 5,
  settleSeconds: 15,
  idleSeconds: 60,
};
const quickEffort: Effort = {
  visibleSeconds: 3,
  eventsPerSecond: 1_000,
  rows: 20_000,
  rounds: 1,
  settleSeconds: 1,
  idleSeconds: 2,
};

export const benchCommand: Command = {
  name: 'bench',
  summary: 'measure what Hivebar promises, on this machine',
  operands: '',
  operandCount: { min: 0, max: 0 },
  details: [
    'Starts recorders and ClickHouse servers of its own in temporary folders, which are gone afterwards. Your data is not',
    'touched, --data-dir is not used, and nothing is written unless --output names a file. Takes about two minutes.',
    'Exit status 1 when a promise is not kept here. The figures mean little on a machine that is busy with other things.',
  ],
  options: {
    quick: { kind: 'flag', says: 'fewer rows and seconds: does it run at all, not how fast it is' },
    output: { kind: 'text', value: 'FILE', says: 'also write the JSON into FILE' },
  },
  examples: [
    { line: 'hivebar bench', says: 'a table with each promise and whether it holds' },
    { line: 'hivebar bench --json --output bench.json', says: 'for a comparison over time' },
  ],
  async run({ options, json, terminal }) {
    const effort = options.flag('quick') ? quickEffort : fullEffort;
    const report = await measure(effort, terminal).catch((error: unknown) => {
      if (error instanceof MeasurementFailed) return error;
      throw error;
    });
    if (report instanceof MeasurementFailed) return inTrouble(`Nothing could be measured: ${report.message}`);
    const failing = report.figures.filter((figure) => holds(figure) === false);
    const asJson = `${JSON.stringify(jsonOf(report))}\n`;
    const output = options.text('output');
    if (output !== undefined) await writeFile(output, asJson);
    await terminal.print(json ? asJson : reportText(report, terminal));
    return ok(failing.length > 0 ? exitCodes.trouble : exitCodes.ok);
  },
};

async function measure(effort: Effort, terminal: Terminal): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'hivebar-bench-'));
  const loadBefore = loadavg()[0] ?? 0;
  const stopRequest = awaitStopRequest(process, undefined);
  let interrupted = false;
  void stopRequest.asked.then(() => (interrupted = true));
  const draw = progressOn(terminal);
  // Every measurement tells its progress often, outside of callbacks: there it can be ended, and stop what it started.
  const onProgress = (what: string, share: number): void => {
    if (interrupted) throw new MeasurementFailed('it was interrupted.');
    draw(what, share);
  };
  try {
    const { figures, clickhouse } = await measureWriter(nodeHost(join(folder, 'writer')), effort, onProgress);
    const served = await measureServe(join(folder, 'serve'), process.argv[1] ?? '', effort, (share) =>
      onProgress('start and idle', share),
    );
    return { machine: describeMachine(clickhouse, loadBefore), figures: [...figures, ...served] };
  } finally {
    draw('', 1);
    await stopRequest.stopListening();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Draws what is being measured; an empty name wipes the line. */
function progressOn(terminal: Terminal): (what: string, share: number) => void {
  return (what, share) => {
    if (!terminal.showsProgress) return;
    terminal.tell(what === '' ? '\r\u001b[K' : `\r\u001b[K${what} ${Math.round(share * 100)} %`);
  };
}

function describeMachine(clickhouse: string, loadBefore: number): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${systemName()} ${/^[\d.]+\d/.exec(release())?.[0] ?? release()} ${process.arch}`,
    node: process.versions.node,
    clickhouse,
    loadBefore,
  };
}

function jsonOf({ machine, figures }: BenchReport): unknown {
  return { machine, figures: figures.map((figure) => ({ ...figure, holds: holds(figure) })) };
}

export function reportText({ machine, figures }: BenchReport, terminal: Terminal): string {
  const table = textTable(
    [
      { title: 'what' },
      { title: 'measured', align: 'right' },
      { title: '' },
      { title: 'promised' },
      { title: 'holds' },
      { title: 'how' },
    ],
    figures.map((figure) => [
      figure.name,
      amount(figure),
      figure.unit,
      promised(figure),
      { true: 'yes', false: 'no', null: '' }[String(holds(figure)) as 'true' | 'false' | 'null'],
      figure.note ?? '',
    ]),
    {
      paintTitle: (text) => terminal.paint('dim', text),
      paintCell: (text, column) => (column === 4 ? terminal.paint(text === 'no' ? 'red' : 'green', text) : text),
    },
  );
  const { cpu, cores, memoryBytes, system, node, clickhouse, loadBefore } = machine;
  return (
    `${cpu}, ${cores} cores, ${bytes(memoryBytes)}; ${system}; Node ${node}; ClickHouse ${clickhouse}; ` +
    `load before ${loadBefore.toFixed(2)}\n\n${table}`
  );
}

function amount({ value, unit }: Figure): string {
  if (unit === 'rows/s') return grouped(value);
  return value >= 100 ? value.toFixed(0) : value.toFixed(unit === 'µs' || unit === '×' || unit === '%' ? 2 : 1);
}

function promised({ bound, unit }: Figure): string {
  if (bound === undefined) return '';
  return `${bound.kind === 'below' ? '<' : '>='} ${bound.limit} ${unit}`;
}
