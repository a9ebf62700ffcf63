import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, release, tmpdir, totalmem, type as systemName } from 'node:os';
import { join } from 'node:path';
import { type Result, ok } from '../../contract/result.ts';
import { type BenchReport, type Figure, type Machine, holds } from '../../core/bench/bench-report.ts';
import { measureAgent } from '../../core/bench/measure-agent.ts';
import { MeasurementFailed } from '../../core/bench/measurement-failed.ts';
import { measureDashboards } from '../../core/bench/measure-dashboards.ts';
import { type WriterPart, measureWriter, writerParts } from '../../core/bench/measure-writer.ts';
import { type Effort, fullEffort, quickEffort } from '../bench/effort.ts';
import { measureReceiver } from '../bench/measure-receiver.ts';
import { measureServe } from '../bench/measure-serve.ts';
import { reportJson, reportText } from '../bench/report-text.ts';
import type { Command } from '../command.ts';
import { type Failure, exitCodes, inTrouble, misused } from '../failure.ts';
import { nodeHost } from '../node-host.ts';
import type { OptionReader } from '../option-reader.ts';
import { awaitStopRequest } from '../stop-request.ts';
import type { Terminal } from '../terminal.ts';

export const benchCommand: Command = {
  name: 'bench',
  summary: 'measure what Hivebar promises, on this machine',
  operands: '[writer|recorder|otlp|dashboards|agent]',
  operandCount: { min: 0, max: 1 },
  details: [
    'writer measures the way of a row: how long a push takes, when it is visible, how many rows a second go through and',
    'what they cost, next to @clickhouse/client with the same rows. recorder measures start, rest and memory. otlp measures',
    'the receiver: log records a second, from POST to visible, and whether the recorder stays responsive meanwhile. dashboards',
    'measures what the windows ask over 10,000,000 rows. agent measures the always-on agent without models: supersteps a',
    'second, how soon one is visible, and what the agent costs while the person stays in a window or is away. Without a word',
    'all five are measured: three minutes, one and a half, one, two, and twelve.',
    'Starts recorders and ClickHouse servers of its own in temporary folders, which are gone afterwards. Your data is not',
    'touched, --data-dir is not used, and nothing is written unless --output names a file.',
    'A promise that is not kept is shown as NO, and the exit status is 0 all the same; with --strict it is 1. The figures',
    'mean little on a machine that is busy with other things.',
  ],
  options: {
    only: {
      kind: 'list',
      value: writerParts.join('|'),
      says: 'this part of the writer alone; may be given several times',
    },
    minutes: { kind: 'text', value: 'N', says: 'how long the agent is watched while little happens; 10' },
    quick: { kind: 'flag', says: 'fewer rows and seconds: does it run at all, not how fast it is' },
    strict: { kind: 'flag', says: 'exit status 1 when a promise is not kept' },
    'no-journal': { kind: 'flag', says: 'the writer without its journal, which daily use has: what does it cost?' },
    output: { kind: 'text', value: 'FILE', says: 'also write the JSON into FILE' },
  },
  examples: [
    { line: 'hivebar bench', says: 'a table with each promise and whether it holds' },
    { line: 'hivebar bench writer --only visible', says: 'push to visible alone, at all rates' },
    { line: 'hivebar bench otlp', says: 'the OTLP receiver, with bodies of 1, 100 and 5,000 records' },
    { line: 'hivebar bench dashboards', says: 'how long ClickHouse takes for each tile of the windows' },
    { line: 'hivebar bench agent --minutes 4', says: 'the always-on agent, with a shorter look at its rest' },
    { line: 'hivebar bench writer --json --output bench.json', says: 'for a comparison over time' },
  ],
  async run({ operands, options, json, terminal }) {
    const wanted = readWanted(operands[0], options);
    if (!wanted.ok) return wanted;
    const report = await measure(wanted.value, terminal).catch((error: unknown) => {
      if (error instanceof MeasurementFailed) return error;
      throw error;
    });
    if (report instanceof MeasurementFailed) return inTrouble(`Nothing could be measured: ${report.message}`);
    const output = options.text('output');
    if (output !== undefined) await writeFile(output, reportJson(report));
    await terminal.print(json ? reportJson(report) : reportText(report, terminal));
    const isMissed = report.figures.some((figure) => holds(figure) === false);
    return ok(options.flag('strict') && isMissed ? exitCodes.trouble : exitCodes.ok);
  },
};

const subjects = ['writer', 'recorder', 'otlp', 'dashboards', 'agent'] as const;

/** The agent is watched in several stretches, and looks some times in each. */
const leastMinutes = 0.1;
const mostMinutes = 600;

interface Wanted {
  readonly writer: readonly WriterPart[];
  readonly recorder: boolean;
  readonly otlp: boolean;
  readonly dashboards: boolean;
  readonly agent: boolean;
  readonly effort: Effort;
  readonly journal: boolean;
}

function readWanted(what: string | undefined, options: OptionReader): Result<Wanted, Failure> {
  if (what !== undefined && !subjects.some((subject) => subject === what)) {
    return misused(`bench takes ${subjects.join(', ')}, not "${what}".`);
  }
  const only = options.list('only');
  const unknown = only.find((part) => !writerParts.some((known) => known === part));
  if (unknown !== undefined) return misused(`--only takes ${writerParts.join(', ')}, not "${unknown}".`);
  if (only.length > 0 && what !== 'writer') return misused('--only belongs to `hivebar bench writer`.');
  const minutes = options.text('minutes');
  if (minutes !== undefined && what !== 'agent') return misused('--minutes belongs to `hivebar bench agent`.');
  const agentMinutes = Number(minutes);
  if (minutes !== undefined && !(agentMinutes >= leastMinutes && agentMinutes <= mostMinutes)) {
    return misused(`--minutes takes ${leastMinutes} to ${mostMinutes}, not "${minutes}".`);
  }
  const effort = options.flag('quick') ? quickEffort : fullEffort;
  const isWanted = (part: (typeof subjects)[number]): boolean => what === undefined || what === part;
  return ok({
    writer: isWanted('writer') ? writerParts.filter((part) => only.length === 0 || only.includes(part)) : [],
    recorder: isWanted('recorder'),
    otlp: isWanted('otlp'),
    dashboards: isWanted('dashboards'),
    agent: isWanted('agent'),
    effort: minutes === undefined ? effort : { ...effort, agentMinutes },
    journal: !options.flag('no-journal'),
  });
}

async function measure(wanted: Wanted, terminal: Terminal): Promise<BenchReport> {
  const { writer, recorder, otlp, dashboards, agent, effort, journal } = wanted;
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
  const figures: Figure[] = [];
  let clickhouse = '';
  try {
    if (writer.length > 0) {
      const measured = await measureWriter(nodeHost(join(folder, 'writer')), writer, effort, journal, onProgress);
      figures.push(...measured.figures);
      clickhouse = measured.clickhouse;
    }
    if (recorder) {
      const served = await measureServe(join(folder, 'serve'), process.argv[1] ?? '', effort, (share) =>
        onProgress('start and idle', share),
      );
      figures.push(...served.figures);
      clickhouse = served.clickhouse;
    }
    if (otlp) {
      const received = await measureReceiver(join(folder, 'otlp'), process.argv[1] ?? '', effort, onProgress);
      figures.push(...received.figures);
      clickhouse = received.clickhouse;
    }
    if (dashboards) {
      const asked = await measureDashboards(nodeHost(join(folder, 'dashboards')), effort, onProgress);
      figures.push(...asked.figures);
      clickhouse = asked.clickhouse;
    }
    if (agent) {
      const measured = await measureAgent(nodeHost(join(folder, 'agent')), effort, onProgress);
      figures.push(...measured.figures);
      clickhouse = measured.clickhouse;
    }
    return { machine: describeMachine({ clickhouse, journal, loadBefore }), figures };
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

function describeMachine(known: Pick<Machine, 'clickhouse' | 'journal' | 'loadBefore'>): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${systemName()} ${/^[\d.]+\d/.exec(release())?.[0] ?? release()} ${process.arch}`,
    node: process.versions.node,
    ...known,
    loadAfter: loadavg()[0] ?? 0,
  };
}
