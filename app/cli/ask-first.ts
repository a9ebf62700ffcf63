import * as v from 'valibot';
import { type Result, ok } from '../contract/result.ts';
import { range } from '../core/queries/parameters.ts';
import { type SocketLine, askSocket } from '../core/sources/socket/socket-client.ts';
import type { Invocation } from './command.ts';
import { canAsk, confirm } from './confirm.ts';
import { type Failure, type Outcome, exitCodes, inTrouble, misused, unreached } from './failure.ts';
import type { OptionReader } from './option-reader.ts';
import { runningRuntime } from './running-database.ts';
import type { Terminal } from './terminal.ts';

/** Work on recorded rows that the running Hivebar does once a person has seen what it would change. */
export interface AskedWork<Plan, Done> {
  /** What the socket is asked; with `dry_run` it answers the plan and changes nothing. */
  readonly planRequest: SocketLine;
  readonly workRequest: SocketLine;
  readonly parsePlan: (answer: unknown) => Result<Plan, string>;
  readonly parseDone: (answer: unknown) => Result<Done, string>;
  readonly planText: (plan: Plan, terminal: Terminal) => string;
  /** Whether there is nothing to be done, and so nothing to be asked. */
  readonly isIdle: (plan: Plan) => boolean;
  readonly question: (plan: Plan) => string;
  /** What is said when the person does not want it. */
  readonly refused: string;
  /** A line of progress; undefined for what is none. */
  readonly progressText: (line: SocketLine) => string | undefined;
  readonly doneText: (done: Done) => string;
  /** Why it is not done as it should be; undefined when all is well. */
  readonly shortcoming: (done: Done) => string | undefined;
  /** What ended, when it was broken off: "Forgetting". */
  readonly name: string;
}

/** Shows the plan, asks (`--yes` does not, `--dry-run` ends there), does it, and tells how it ended. */
export async function askFirst<Plan, Done>(
  { dataDir, options, json, terminal }: Invocation,
  work: AskedWork<Plan, Done>,
): Promise<Outcome> {
  const asking = { input: process.stdin, output: process.stderr };
  const mayAsk = !json && canAsk(asking);
  const isDry = options.flag('dry-run');
  if (!isDry && !options.flag('yes') && !mayAsk) return misused('Nobody can be asked here: give --yes or --dry-run.');
  const runtime = await runningRuntime(dataDir);
  if (!runtime.ok) return runtime;
  const { socketPath } = runtime.value;
  if (socketPath === undefined) return unreached('This Hivebar opened no socket; hivebar status says why.');

  const plan = parsed(work, await askSocket(socketPath, work.planRequest, {}), work.parsePlan);
  if (!plan.ok) return plan;
  if (!json) await terminal.print(work.planText(plan.value, terminal));
  if (isDry || work.isIdle(plan.value)) {
    if (json) await terminal.print(`${JSON.stringify(plan.value)}\n`);
    return ok(exitCodes.ok);
  }
  if (!options.flag('yes') && !(await confirm(work.question(plan.value), asking))) {
    terminal.tell(`${work.refused}\n`);
    return ok(exitCodes.ok);
  }
  const onLine = (line: SocketLine): void => {
    const text = terminal.showsProgress ? work.progressText(line) : undefined;
    if (text !== undefined) terminal.tell(`${wipe}${text}`);
  };
  const done = parsed(work, await askSocket(socketPath, work.workRequest, { onLine }), work.parseDone);
  if (terminal.showsProgress) terminal.tell(wipe);
  if (!done.ok) return done;
  await terminal.print(`${json ? JSON.stringify(done.value) : work.doneText(done.value)}\n`);
  const shortcoming = work.shortcoming(done.value);
  return shortcoming === undefined ? ok(exitCodes.ok) : inTrouble(shortcoming);
}

const wipe = '\r\u001b[K';

function parsed<T>(
  { name }: { readonly name: string },
  answer: Result<SocketLine, string>,
  parse: (answer: unknown) => Result<T, string>,
): Result<T, Failure> {
  if (!answer.ok) return inTrouble(`${name} ended: ${answer.error.replace(/\.$/, '')}.`);
  const read = parse(answer.value);
  return read.ok ? read : inTrouble(read.error);
}

const moment = range(1).from_ms.parser;

/** `--from` and `--to`, epoch milliseconds; null for what was left out. */
export function readTimes(
  options: OptionReader,
): Result<{ readonly from: number | null; readonly to: number | null }, Failure> {
  const times: { from: number | null; to: number | null } = { from: null, to: null };
  for (const name of ['from', 'to'] as const) {
    const text = options.text(name);
    if (text === undefined) continue;
    const read = v.safeParse(moment, text);
    if (!read.success) return misused(`--${name} takes ISO 8601 or epoch milliseconds, not "${text}".`);
    times[name] = read.output;
  }
  return ok(times);
}
