import * as v from 'valibot';
import { type Result, fail, ok } from '../../contract/result.ts';
import { range } from '../../core/queries/parameters.ts';
import { type SocketLine, askSocket } from '../../core/sources/socket/socket-client.ts';
import type { Command, Invocation } from '../command.ts';
import { canAsk, confirm } from '../confirm.ts';
import { type Failure, exitCodes, inTrouble, misused, unreached } from '../failure.ts';
import { grouped } from '../human-numbers.ts';
import type { OptionReader } from '../option-reader.ts';
import { type RepriceAnswer, parseRepriceAnswer, repriceText } from '../prices/reprice-text.ts';
import { runningRuntime } from '../running-database.ts';

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
    const { dataDir, options, json, terminal } = invocation;
    const request = readRequest(options);
    if (!request.ok) return request;
    const asking = { input: process.stdin, output: process.stderr };
    const mayAsk = !json && canAsk(asking);
    const isDry = options.flag('dry-run');
    if (!isDry && !options.flag('yes') && !mayAsk) return misused('Nobody can be asked here: give --yes or --dry-run.');
    const runtime = await runningRuntime(dataDir);
    if (!runtime.ok) return runtime;
    const { socketPath } = runtime.value;
    if (socketPath === undefined) return unreached('This Hivebar opened no socket; hivebar status says why.');

    const preview = await ask(socketPath, { ...request.value, dry_run: true });
    if (!preview.ok) return preview;
    const { changed, unfinished } = preview.value;
    if (!json) await terminal.print(repriceText(preview.value, terminal));
    if (isDry || (changed === 0 && !unfinished)) {
      if (json) await terminal.print(`${JSON.stringify(preview.value)}\n`);
      return ok(exitCodes.ok);
    }
    if (!options.flag('yes') && !(await confirm(question(preview.value), asking))) {
      terminal.tell('Nothing was changed.\n');
      return ok(exitCodes.ok);
    }
    const done = await ask(socketPath, request.value, drawProgress(invocation));
    if (terminal.showsProgress) terminal.tell(wipe);
    if (!done.ok) return done;
    if (json) await terminal.print(`${JSON.stringify(done.value)}\n`);
    else await terminal.print(`${grouped(done.value.done)} calls have their new cost.\n`);
    if (done.value.done === done.value.changed) return ok(exitCodes.ok);
    const left = done.value.changed - done.value.done;
    return inTrouble(`Hivebar stopped with ${grouped(left)} calls to go; repeat the command when it runs again.`);
  },
};

function question({ changed, unfinished }: RepriceAnswer): string {
  if (changed === 0) return 'Finish the repricing that was broken off?';
  return `Change the cost of ${grouped(changed)} calls${unfinished ? ' and finish what was broken off' : ''}?`;
}

const moment = range(1).from_ms.parser;

function readRequest(options: OptionReader): Result<SocketLine, Failure> {
  if (options.flag('all') && options.flag('unpriced-only')) return misused('Take either --all or --unpriced-only.');
  const request: Record<string, unknown> = { op: 'reprice', all: options.flag('all') };
  for (const name of ['from', 'to'] as const) {
    const text = options.text(name);
    if (text === undefined) continue;
    const parsed = v.safeParse(moment, text);
    if (!parsed.success) return misused(`--${name} takes ISO 8601 or epoch milliseconds, not "${text}".`);
    request[`${name}_ms`] = parsed.output;
  }
  const model = options.text('model');
  return ok(model === undefined ? request : { ...request, model });
}

async function ask(
  socketPath: string,
  request: SocketLine,
  onLine?: (line: SocketLine) => void,
): Promise<Result<RepriceAnswer, Failure>> {
  const answer = await askSocket(socketPath, request, onLine === undefined ? {} : { onLine });
  if (!answer.ok) return fail({ exitCode: exitCodes.trouble, message: `Repricing ended: ${answer.error}.` });
  const parsed = parseRepriceAnswer(answer.value);
  return parsed.ok ? parsed : inTrouble(parsed.error);
}

const wipe = '\r\u001b[K';

function drawProgress({ terminal }: Invocation): (line: SocketLine) => void {
  return ({ done, total, parts_left: parts }) => {
    if (!terminal.showsProgress || typeof done !== 'number' || typeof total !== 'number') return;
    const working = typeof parts === 'number' && parts > 0 ? `, ${grouped(parts)} parts of the table to go` : '';
    terminal.tell(`${wipe}${grouped(done)} of ${grouped(total)} calls${working}`);
  };
}
