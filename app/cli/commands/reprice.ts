import { grouped } from '../../contract/counts.ts';
import { type Result, ok } from '../../contract/result.ts';
import type { SocketLine } from '../../core/sources/socket/socket-client.ts';
import { askFirst, readTimes } from '../ask-first.ts';
import type { Command } from '../command.ts';
import { type Failure, misused } from '../failure.ts';
import type { OptionReader } from '../option-reader.ts';
import { type RepriceAnswer, parseRepriceAnswer, repriceText } from '../prices/reprice-text.ts';

export const repriceCommand: Command = {
  name: 'reprice',
  summary: 'compute the cost of recorded calls anew, with the prices of now',
  operands: '',
  operandCount: { min: 0, max: 0 },
  details: [
    'Shows what would change by model, asks, and changes the calls and the sums over them. Calls whose cost the vendor told',
    'stay as they are. Broken off by Ctrl-C or a crash, the next one goes on where it ended; no cost is counted twice.',
  ],
  options: {
    from: { kind: 'text', value: 'MOMENT', says: 'only calls since then: ISO 8601 or epoch milliseconds' },
    to: { kind: 'text', value: 'MOMENT', says: 'only calls before then' },
    model: { kind: 'text', value: 'NAME', says: 'only this model; NAME* for all that begin so' },
    'unpriced-only': { kind: 'flag', says: 'only calls that have no cost; this is the default' },
    all: { kind: 'flag', says: 'calls too whose cost was computed before' },
    'dry-run': { kind: 'flag', says: 'show what would change, and change nothing' },
    yes: { kind: 'flag', says: 'do not ask; needed where nobody can be asked' },
  },
  examples: [
    { line: 'hivebar reprice', says: 'give unpriced calls the price that their model has now' },
    {
      line: 'hivebar reprice --all --model "gpt-5*" --from 2026-05-01 --dry-run',
      says: 'what the present prices change',
    },
  ],
  async run(invocation) {
    const request = readRequest(invocation.options);
    if (!request.ok) return request;
    return askFirst<RepriceAnswer, RepriceAnswer>(invocation, {
      name: 'Repricing',
      planRequest: { ...request.value, dry_run: true },
      workRequest: request.value,
      parsePlan: parseRepriceAnswer,
      parseDone: parseRepriceAnswer,
      planText: repriceText,
      isIdle: ({ changed, unfinished }) => changed === 0 && !unfinished,
      question,
      refused: 'Nothing was changed.',
      progressText,
      doneText: ({ done }) => `${grouped(done)} calls have their new cost.`,
      shortcoming: ({ done, changed }) =>
        done === changed
          ? undefined
          : `Hivebar stopped with ${grouped(changed - done)} calls to go; repeat the command when it runs again.`,
    });
  },
};

function question({ changed, unfinished }: RepriceAnswer): string {
  if (changed === 0) return 'Finish the repricing that was broken off?';
  return `Change the cost of ${grouped(changed)} calls${unfinished ? ' and finish what was broken off' : ''}?`;
}

function readRequest(options: OptionReader): Result<SocketLine, Failure> {
  if (options.flag('all') && options.flag('unpriced-only')) return misused('Take either --all or --unpriced-only.');
  const times = readTimes(options);
  if (!times.ok) return times;
  const { from, to } = times.value;
  const model = options.text('model');
  return ok({
    op: 'reprice',
    all: options.flag('all'),
    ...(from === null ? {} : { from_ms: from }),
    ...(to === null ? {} : { to_ms: to }),
    ...(model === undefined ? {} : { model }),
  });
}

function progressText({ done, total, parts_left: parts }: SocketLine): string | undefined {
  if (typeof done !== 'number' || typeof total !== 'number') return undefined;
  const working = typeof parts === 'number' && parts > 0 ? `, ${grouped(parts)} parts of the table to go` : '';
  return `${grouped(done)} of ${grouped(total)} calls${working}`;
}
