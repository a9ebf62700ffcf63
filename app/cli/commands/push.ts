import { setTimeout as pause } from 'node:timers/promises';
import { grouped } from '../../contract/counts.ts';
import { fail, ok } from '../../contract/result.ts';
import { describeWriterError } from '../../core/writer/writer-error.ts';
import type { Writer } from '../../core/writer/writer.ts';
import type { Command, Invocation } from '../command.ts';
import { type Outcome, exitCodes, inTrouble, misused, unreached } from '../failure.ts';
import { duration } from '../human-numbers.ts';
import { wholeNumber } from '../option-reader.ts';
import { type Input, openInput } from '../push/input.ts';
import { linesOf } from '../push/json-lines.ts';
import { progressLine } from '../push/progress-line.ts';
import { type PushEnd, type RefusedLine, pushLines } from '../push/push-rows.ts';
import { awaitStopRequest } from '../stop-request.ts';
import { openRunningWriter } from '../push/running-writer.ts';
import { tableTarget } from '../push/table-target.ts';
import { printable } from '../text-table.ts';

/** Refused lines that `--json` lists; all of them are counted. */
const mostListed = 10_000;

export const pushCommand: Command = {
  name: 'push',
  summary: 'store rows, given as lines of JSON, through the native writer',
  operands: 'TABLE [FILE]',
  operandCount: { min: 1, max: 2 },
  details: [
    'Each line is one object whose keys are columns of TABLE (database.table); a column that is left out has its default.',
    'FILE may be - or left out for standard input. A line that does not fit is refused with its number and the reason,',
    'the others are stored, and the exit status is 1. Whole numbers of 64 bits keep all their digits.',
    'Ends when ClickHouse has acknowledged every row; while ClickHouse restarts it waits. SIGINT or SIGTERM ends the reading,',
    'stores what was read and ends with 1.',
  ],
  options: {
    'show-refused': { kind: 'text', value: 'N', says: 'how many refused lines are shown; 20' },
    wait: { kind: 'text', value: 'SECONDS', says: 'give up when ClickHouse takes no row for this long; 120' },
  },
  examples: [
    { line: 'hivebar push hive.model_invocations rows.jsonl', says: 'store a file' },
    { line: 'tail -F agent.jsonl | hivebar push seq.trace_events -', says: 'store what another program writes' },
  ],
  async run(invocation) {
    const { options, operands, dataDir } = invocation;
    const [table = '', file] = operands;
    const shown = wholeNumber(options, 'show-refused', { min: 0, max: 1_000_000, fallback: 20 });
    if (!shown.ok) return shown;
    const seconds = wholeNumber(options, 'wait', { min: 1, max: 86_400, fallback: 120 });
    if (!seconds.ok) return seconds;
    if (!/^\w+\.\w+$/.test(table)) return misused(`TABLE is database.table, such as hive.tool_calls, not "${table}".`);
    const input = await openInput(file, process.stdin);
    if (!input.ok) return input;
    const opened = await openRunningWriter(dataDir);
    if (!opened.ok) return opened;
    const { writer, stopFollowing } = opened.value;
    const stopRequest = awaitStopRequest(process, undefined);
    void stopRequest.asked.then(() => input.value.breakOff());
    try {
      return await pushInput(invocation, writer, input.value, {
        table,
        shown: shown.value,
        waitMs: seconds.value * 1_000,
      });
    } finally {
      await stopRequest.stopListening();
      await stopFollowing();
      await writer.close(0);
    }
  },
};

interface PushRequest {
  readonly table: string;
  readonly shown: number;
  readonly waitMs: number;
}

async function pushInput(
  { terminal, json }: Invocation,
  writer: Writer,
  input: Input,
  { table, shown, waitMs }: PushRequest,
): Promise<Outcome> {
  const opened = await writer.table(table, { timeoutMs: Math.min(waitMs, 30_000) });
  if (!opened.ok) return unusableTable(table, opened.error);
  const monotonicMs = (): number => performance.now();
  const startedAt = monotonicMs();
  const progress = progressLine(terminal, { totalBytes: input.totalBytes, monotonicMs });
  const listed: RefusedLine[] = [];
  let refusedLines = 0;
  const end = await pushLines(
    linesOf(input.chunks, { endsEarly: () => input.isBrokenOff() }),
    tableTarget(writer, opened.value),
    {
      monotonicMs,
      pause: (ms) => pause(ms),
      patienceMs: waitMs,
      onRefused: (refused) => {
        refusedLines += 1;
        if (json && listed.length < mostListed) listed.push(refused);
        if (json || refusedLines > shown) return;
        progress.clear();
        terminal.tell(`line ${refused.line}: ${printable(refused.reason)}\n`);
      },
      onProgress: ({ accepted }) => progress.show({ rows: accepted, bytesRead: input.bytesRead() }),
    },
  );
  progress.clear();
  const seconds = (monotonicMs() - startedAt) / 1_000;
  const { accepted, refused, problem } = end;
  if (json) {
    const unacknowledged = problem?.unacknowledged ?? 0;
    const summary = { table, rows: accepted - unacknowledged, refused, unacknowledged, seconds, refusedLines: listed };
    await terminal.print(`${JSON.stringify(summary)}\n`);
  } else {
    if (refused > shown) terminal.tell(`… and ${grouped(refused - shown)} refused lines more.\n`);
    await terminal.print(summaryText(table, end, seconds));
  }
  if (problem !== undefined) {
    const uncertain =
      problem.unacknowledged === 0 ? '' : ` ${grouped(problem.unacknowledged)} rows are not acknowledged.`;
    return unreached(
      `ClickHouse took no rows for ${duration(waitMs)} (${problem.message}).${uncertain} See hivebar status.`,
    );
  }
  if (input.isBrokenOff())
    return inTrouble('Stopped before the end of the input; the rows read until then are stored.');
  return ok(refused > 0 ? exitCodes.trouble : exitCodes.ok);
}

function summaryText(table: string, { accepted, refused, problem }: PushEnd, seconds: number): string {
  const stored = accepted - (problem?.unacknowledged ?? 0);
  const rate = grouped(stored / Math.max(0.001, seconds));
  const refusals = refused === 0 ? '' : `, ${grouped(refused)} refused`;
  return `${grouped(stored)} ${stored === 1 ? 'row' : 'rows'} stored in ${table}${refusals}, ${duration(seconds * 1_000)}, ${rate} rows/s\n`;
}

function unusableTable(table: string, error: Parameters<typeof describeWriterError>[0]): Outcome {
  const message = describeWriterError(error);
  if (error.kind !== 'writer') return inTrouble(message);
  switch (error.error.name) {
    case 'UNKNOWN_TABLE':
      return misused(`There is no table ${table}. hivebar schema check lists the tables.`);
    case 'ACCESS_DENIED':
      return misused(`Rows cannot be pushed into ${table}. hivebar schema check lists the tables.`);
    case 'UNREACHABLE':
    case 'TIMED_OUT':
      return fail({
        exitCode: exitCodes.unreachable,
        message: `ClickHouse does not answer (${message}). See hivebar status.`,
      });
    default:
      return inTrouble(message);
  }
}
