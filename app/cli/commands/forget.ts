import * as v from 'valibot';
import { grouped } from '../../contract/counts.ts';
import { type ForgetOutcome, type ForgetPlan, type ForgetScope, forgetScope } from '../../contract/forget.ts';
import { type Result, ok } from '../../contract/result.ts';
import { askFirst, readTimes } from '../ask-first.ts';
import type { Command } from '../command.ts';
import { type Failure, misused } from '../failure.ts';
import { parseOutcome, parsePlan, planText, removedText } from '../forget/forget-text.ts';
import type { OptionReader } from '../option-reader.ts';

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
    const { options } = invocation;
    const scope = readScope(options);
    if (!scope.ok) return scope;
    const copies = options.flag('backups');
    const request = { op: 'forget', ...scope.value };
    return askFirst<ForgetPlan, ForgetOutcome>(invocation, {
      name: 'Forgetting',
      planRequest: { ...request, dry_run: true },
      // As asked and not as counted: what was recorded since the count goes too where no end was named.
      workRequest: { ...request, copies },
      parsePlan,
      parseDone: parseOutcome,
      planText,
      isIdle: () => false,
      question: (plan) => question(plan, copies),
      refused: 'Nothing was deleted.',
      progressText: ({ step, done, total }) =>
        typeof step === 'string' ? `${step} (${String(done)} of ${String(total)})` : undefined,
      doneText: proofText,
      shortcoming: (outcome) => (isProven(outcome) ? undefined : 'It is not all gone; ask again.'),
    });
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

function readScope(options: OptionReader): Result<ForgetScope, Failure> {
  const times = readTimes(options);
  if (!times.ok) return times;
  const { from, to } = times.value;
  const named = { app: options.text('app') ?? null, domain: options.text('domain') ?? null };
  // A stretch of time that has a beginning and no end ends now.
  const isOpen = named.app === null && named.domain === null && from !== null && to === null;
  const scope = v.safeParse(forgetScope, {
    ...named,
    from_ms: from,
    to_ms: isOpen ? Date.now() : to,
    agents: options.flag('agents'),
  });
  return scope.success ? ok(scope.output) : misused(scope.issues[0].message);
}
