import { formatMoney } from '../../contract/money.ts';
import type { BudgetState } from '../../contract/budgets.ts';
import type { PartHealth, RecorderStatus } from '../../contract/health.ts';
import { ok, unreachable } from '../../contract/result.ts';
import { isProcessAlive, readStatusFile } from '../../core/status-file.ts';
import type { Command } from '../command.ts';
import { type ExitCode, exitCodes, inTrouble, unreached } from '../failure.ts';
import { duration } from '../human-numbers.ts';
import { probeDatabase } from '../running-database.ts';
import type { Colour, Terminal } from '../terminal.ts';
import { printable, textTable } from '../text-table.ts';

/** What `hivebar status --json` prints: the recorder's own words, and what was found out from outside. */
interface StatusReport extends RecorderStatus {
  readonly pid: number;
  /** Whether ClickHouse answered a login just now. */
  readonly databaseAnswers: boolean;
  readonly lastEventMs: number | null;
  /** Age of the newest event of any source; null before the first. */
  readonly lagMs: number | null;
  readonly down: readonly string[];
}

export const statusCommand: Command = {
  name: 'status',
  summary: 'say how the running recorder, its database and its sources are',
  operands: '',
  operandCount: { min: 0, max: 0 },
  details: [
    'Exit status 1 when the database, the writer or a source is down, 3 when nothing records into the data directory.',
    'A source that cannot work on this machine (unavailable) does not count as down.',
  ],
  options: {},
  examples: [
    { line: 'hivebar status', says: 'a table for people' },
    { line: 'hivebar status --json | jq .down', says: 'the names of what is down' },
  ],
  async run({ dataDir, json, terminal }) {
    const read = await readStatusFile(dataDir, { now: Date.now, isAlive: isProcessAlive });
    if (!read.ok) return inTrouble(read.error);
    const running = read.value;
    switch (running.kind) {
      case 'gone':
        return unreached(`${running.message} Start it with hivebar serve.`);
      case 'silent':
        return inTrouble(
          `The recorder (process ${running.pid}) has said nothing for ${duration(running.silentMs)}; end that process and start it again.`,
        );
      case 'answers': {
        const report = reportOn(running.pid, running.status, await probeDatabase(dataDir));
        await terminal.print(json ? `${JSON.stringify(report)}\n` : statusText(report, terminal));
        return ok(exitCodeOf(report));
      }
      default:
        return unreachable(running);
    }
  },
};

/** Joins what the recorder says with what was found out from outside. */
export function reportOn(pid: number, status: RecorderStatus, databaseAnswers: boolean): StatusReport {
  const events = [status.writer, ...status.sources].flatMap(({ lastEventMs }) => lastEventMs ?? []);
  const lastEventMs = events.length === 0 ? null : Math.max(...events);
  const down = [status.database, status.writer, ...status.sources].filter(isDown).map((part) => part.name);
  if (!databaseAnswers && !down.includes(status.database.name)) down.unshift(status.database.name);
  return {
    ...status,
    pid,
    databaseAnswers,
    lastEventMs,
    lagMs: lastEventMs === null ? null : Math.max(0, Date.now() - lastEventMs),
    down,
  };
}

function isDown(part: PartHealth): boolean {
  return part.state === 'failing' || part.state === 'stopped';
}

export function exitCodeOf(report: StatusReport): ExitCode {
  return report.down.length > 0 || report.overall === 'problem' ? exitCodes.trouble : exitCodes.ok;
}

export function statusText(report: StatusReport, terminal: Terminal): string {
  const now = Date.now();
  const parts = [report.database, report.writer, ...report.sources];
  const colours = new Map<string, Colour>(parts.map((part) => [part.state, colourOf(part)]));
  const table = textTable(
    [{ title: 'part' }, { title: 'state' }, { title: 'last event' }, { title: 'message' }],
    parts.map((part) => [
      part.name,
      part.state,
      part.lastEventMs === null ? 'none' : `${duration(now - part.lastEventMs)} ago`,
      part.message,
    ]),
    {
      paintTitle: (text) => terminal.paint('dim', text),
      paintCell: (text, column) => (column === 1 ? terminal.paint(colours.get(text) ?? 'dim', text) : text),
    },
  );
  const silentDatabase = report.databaseAnswers ? '' : 'ClickHouse did not answer a login just now.\n';
  const lag = report.lagMs === null ? 'nothing recorded yet' : `last event ${duration(report.lagMs)} ago`;
  return [
    `${headline(report, now)}, process ${report.pid}, up ${duration(now - report.startedMs)}, ${lag}`,
    printable(report.dataDir) + (report.demo ? ' (generated demonstration data)' : ''),
    '',
    table + silentDatabase + budgetLines(report.budgets ?? []),
  ].join('\n');
}

/** `Cost today: $3.20 of $20.00`, one line each. */
function budgetLines(budgets: readonly BudgetState[]): string {
  if (budgets.length === 0) return '';
  const lines = budgets.map(({ kind, limit, used, reached }) => {
    const unit = (value: number) => (kind === 'error-rate' ? `${Number(value.toFixed(1))} %` : formatMoney(value));
    const amount = used === null ? `not known, limit ${unit(limit)}` : `${unit(used)} of ${unit(limit)}`;
    return `${budgetNames[kind]}: ${amount}${reached ? ', reached' : ''}`;
  });
  return `\n${lines.join('\n')}\n`;
}

const budgetNames: Readonly<Record<BudgetState['kind'], string>> = {
  'cost-hour': 'Cost this hour',
  'cost-day': 'Cost today',
  'error-rate': 'Failed model calls in the last hour',
};

function headline(report: StatusReport, now: number): string {
  const { recording } = report;
  if (report.down.length > 0) return `Problem: ${report.down.join(', ')} down`;
  if (recording.kind === 'paused') {
    return recording.untilMs === null
      ? 'Paused until resumed'
      : `Paused for another ${duration(recording.untilMs - now)}`;
  }
  return report.overall === 'starting' ? 'Starting' : report.overall === 'problem' ? 'Problem' : 'Recording';
}

function colourOf(part: PartHealth): Colour {
  switch (part.state) {
    case 'ok':
      return 'green';
    case 'failing':
    case 'stopped':
      return 'red';
    case 'degraded':
    case 'unavailable':
      return 'yellow';
    case 'starting':
    case 'paused':
      return 'dim';
    default:
      return unreachable(part.state);
  }
}
