import * as v from 'valibot';
import { type ForgetOutcome, type ForgetPlan, type ForgetScope, forgetScope } from '../../contract/forget.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import { range } from '../../core/queries/parameters.ts';
import { type SocketLine, askSocket } from '../../core/sources/socket/socket-client.ts';
import type { Command, Invocation } from '../command.ts';
import { canAsk, confirm } from '../confirm.ts';
import { type Failure, exitCodes, inTrouble, misused, unreached } from '../failure.ts';
import { parseOutcome, parsePlan, planText, removedText } from '../forget/forget-text.ts';
import { grouped } from '../human-numbers.ts';
import type { OptionReader } from '../option-reader.ts';
import { runningRuntime } from '../running-database.ts';

export const forgetCommand: Command = {
  name: 'forget',
  summary: 'delete what was recorded of an app, a domain or a stretch of time, everywhere',
  operands: '',
  operandCount: { min: 0, max: 0 },
  details: [
    'Counts what would go, asks, deletes it from every table, makes the sums over it anew, and counts again. What reaches',
    'into the time goes as a whole; presence is cut off where the time begins. Broken off by Ctrl-C it ends after the table',
    'that it is at; after a crash it is finished at the next start. Session files that agents keep themselves stay, and',
    'importing them brings what agents did back; so does restoring a backup that was kept. Backups cannot be changed: with',
    '--backups those that may hold it are deleted, and restored databases that do.',
  ],
  options: {
    app: { kind: 'text', value: 'NAME', says: 'this application, whatever its case' },
    domain: { kind: 'text', value: 'DOMAIN', says: 'this domain and all under it' },
    from: { kind: 'text', value: 'MOMENT', says: 'only from then on: ISO 8601 or epoch milliseconds' },
    to: { kind: 'text', value: 'MOMENT', says: 'only before then; default now' },
    agents: { kind: 'flag', says: 'what agents did in the time as well' },
    backups: { kind: 'flag', says: 'delete backups and restored databases that may hold it as well' },
    'dry-run': { kind: 'flag', says: 'count, and delete nothing' },
    yes: { kind: 'flag', says: 'do not ask; needed where nobody can be asked' },
  },
  examples: [
    { line: 'hivebar forget --app Slack', says: 'every window of an application, ever' },
    { line: 'hivebar forget --domain bank.example --dry-run', says: 'count what is recorded of a site' },
    {
      line: 'hivebar forget --from 2026-05-20T14:00:00Z --to 2026-05-20T15:00:00Z --agents --yes',
      says: 'an hour, with what agents did in it',
    },
  ],
  async run(invocation) {
    const { dataDir, options, json, terminal } = invocation;
    const scope = readScope(options);
    if (!scope.ok) return scope;
    const asking = { input: process.stdin, output: process.stderr };
    const mayAsk = !json && canAsk(asking);
    const isDry = options.flag('dry-run');
    if (!isDry && !options.flag('yes') && !mayAsk) return misused('Nobody can be asked here: give --yes or --dry-run.');
    const runtime = await runningRuntime(dataDir);
    if (!runtime.ok) return runtime;
    const { socketPath } = runtime.value;
    if (socketPath === undefined) return unreached('This Hivebar opened no socket; hivebar status says why.');

    const plan = await ask(socketPath, { ...scope.value, dry_run: true }, parsePlan);
    if (!plan.ok) return plan;
    if (!json) await terminal.print(planText(plan.value, terminal));
    if (isDry) {
      if (json) await terminal.print(`${JSON.stringify(plan.value)}\n`);
      return ok(exitCodes.ok);
    }
    if (!options.flag('yes') && !(await confirm(question(plan.value, options.flag('backups')), asking))) {
      terminal.tell('Nothing was deleted.\n');
      return ok(exitCodes.ok);
    }
    // As asked and not as counted: what was recorded since the count goes too where no end was named.
    const outcome = await ask(
      socketPath,
      { ...scope.value, copies: options.flag('backups') },
      parseOutcome,
      drawProgress(invocation),
    );
    if (terminal.showsProgress) terminal.tell(wipe);
    if (!outcome.ok) return outcome;
    if (json) await terminal.print(`${JSON.stringify(outcome.value)}\n`);
    else await terminal.print(`${proofText(outcome.value)}\n`);
    return isProven(outcome.value) ? ok(exitCodes.ok) : inTrouble('It is not all gone; ask again.');
  },
};

function question({ total }: ForgetPlan, copies: boolean): string {
  const asked =
    total === 0 ? 'Correct the sums over it all the same?' : `Delete these ${grouped(total)} rows for good?`;
  return copies ? `Backups and restored databases that may hold it go too. ${asked}` : asked;
}

function isProven({ left, sums_right: sumsRight, copies }: ForgetOutcome): boolean {
  return left === 0 && sumsRight && (copies?.problem ?? null) === null;
}

function proofText({ total, left, cancelled, sums_right: sumsRight, copies }: ForgetOutcome): string {
  const sums = sumsRight ? 'every sum equals the rows that are left' : 'some sums do not equal the rows yet';
  const gone = `${grouped(total - left)} of ${grouped(total)} rows are gone`;
  return `${gone}${cancelled ? ' (stopped)' : ''}. Counted again: ${grouped(left)} are left, and ${sums}.${copies === null ? '' : `\n${removedText(copies)}`}`;
}

const moment = range(1).from_ms.parser;

function readScope(options: OptionReader): Result<ForgetScope, Failure> {
  const times: Record<'from' | 'to', number | null> = { from: null, to: null };
  for (const name of ['from', 'to'] as const) {
    const text = options.text(name);
    if (text === undefined) continue;
    const parsed = v.safeParse(moment, text);
    if (!parsed.success) return misused(`--${name} takes ISO 8601 or epoch milliseconds, not "${text}".`);
    times[name] = parsed.output;
  }
  const named = { app: options.text('app') ?? null, domain: options.text('domain') ?? null };
  // A stretch of time that has a beginning and no end ends now.
  const isOpen = named.app === null && named.domain === null && times.from !== null && times.to === null;
  const scope = v.safeParse(forgetScope, {
    ...named,
    from_ms: times.from,
    to_ms: isOpen ? Date.now() : times.to,
    agents: options.flag('agents'),
  });
  return scope.success ? ok(scope.output) : misused(scope.issues[0].message);
}

async function ask<T>(
  socketPath: string,
  request: object,
  parse: (line: unknown) => Result<T, string>,
  onLine?: (line: SocketLine) => void,
): Promise<Result<T, Failure>> {
  const answer = await askSocket(socketPath, { op: 'forget', ...request }, onLine === undefined ? {} : { onLine });
  if (!answer.ok) return fail({ exitCode: exitCodes.trouble, message: `Forgetting ended: ${answer.error}.` });
  const parsed = parse(answer.value);
  return parsed.ok ? parsed : inTrouble(parsed.error);
}

const wipe = '\r\u001b[K';

function drawProgress({ terminal }: Invocation): (line: SocketLine) => void {
  return ({ step, done, total }) => {
    if (!terminal.showsProgress || typeof step !== 'string') return;
    terminal.tell(`${wipe}${step} (${String(done)} of ${String(total)})`);
  };
}
