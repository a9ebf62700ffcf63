import { grouped } from '../../contract/counts.ts';
import { ok, unreachable } from '../../contract/result.ts';
import { askByName } from '../../core/queries/ask.ts';
import { catalogue, findQuestion } from '../../core/queries/catalogue.ts';
import type { Column } from '../../core/queries/columns.ts';
import type { Present } from '../../core/queries/parameters.ts';
import { questionSummary } from '../../core/queries/question-summary.ts';
import { systemClock } from '../../core/host/system-clock.ts';
import { readSettings } from '../../core/settings-file.ts';
import { answerText } from '../answer-text.ts';
import type { Command, Invocation } from '../command.ts';
import { type Outcome, exitCodes, inTrouble, misused } from '../failure.ts';
import { keyedValues } from '../option-reader.ts';
import { queryFailure } from '../query-failure.ts';
import { withRunningDatabase } from '../running-database.ts';
import { didYouMean } from '../suggestion.ts';
import { textTable } from '../text-table.ts';

export const askCommand: Command = {
  name: 'ask',
  summary: 'answer a question of the library by its name',
  operands: 'NAME',
  operandCount: { min: 0, max: 1 },
  details: ['The same questions that the windows ask. With --json each row is one line of JSON.'],
  options: {
    param: { kind: 'list', value: 'NAME=VALUE', says: 'a parameter of the question; what is left out has its default' },
    list: { kind: 'flag', says: 'name all questions, or with NAME the parameters and columns of one' },
  },
  examples: [
    { line: 'hivebar ask --list', says: 'what can be asked' },
    { line: 'hivebar ask cost-per-hour --param from_ms=2026-05-20', says: 'what models cost since then' },
    { line: 'hivebar ask failing-nodes --list', says: 'what that question takes and gives' },
  ],
  async run(invocation) {
    const { operands, options } = invocation;
    const [name] = operands;
    if (name === undefined) {
      return options.flag('list')
        ? listQuestions(invocation)
        : misused('ask needs NAME; hivebar ask --list names all.');
    }
    if (findQuestion(name) === undefined) {
      const names = catalogue.map((question) => question.name);
      return misused(`There is no question "${name}".${didYouMean(name, names)} hivebar ask --list names all.`);
    }
    const params = keyedValues(options, 'param');
    if (!params.ok) return params;
    return options.flag('list') ? describeQuestion(invocation, name) : answerQuestion(invocation, name, params.value);
  },
};

async function answerQuestion(
  { dataDir, json, terminal }: Invocation,
  name: string,
  params: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const settings = await readSettings(dataDir);
  if (!settings.ok) return inTrouble(settings.error);
  const { dayStartHour } = settings.value.recording;
  return withRunningDatabase(dataDir, async ({ reader }) => {
    const answer = await askByName({ reader, present: () => presentWith(dayStartHour) }, name, params);
    if (!answer.ok) return queryFailure(answer.error);
    const { rows, truncated } = answer.value;
    if (json) {
      await terminal.print(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    } else {
      const columns = Object.entries(findQuestion(name)?.columns ?? {});
      const named = columns.map(([key, column]) => ({ name: key, numeric: column.type === 'number' }));
      const cells = rows.map((row) => columns.map(([key, column]) => shown(row[key], column)));
      if (rows.length === 0) terminal.tell('hivebar: There are no rows in that range.\n');
      else await terminal.print(answerText({ columns: named, rows: cells }, terminal));
    }
    if (truncated)
      terminal.tell(`hivebar: Only the first ${grouped(rows.length)} rows are given; ask for a shorter range.\n`);
    return ok(exitCodes.ok);
  });
}

function presentWith(dayStartHour: number): Present {
  const clock = systemClock();
  return { nowMs: clock.now(), timeZone: clock.timeZone(), dayStartHour };
}

/** A value in the column's unit, as a person reads it. */
function shown(value: unknown, { unit }: Column): unknown {
  if (typeof value !== 'number') return value;
  switch (unit) {
    case 'epoch-ms':
      return value === 0
        ? '-'
        : new Date(value)
            .toISOString()
            .replace('T', ' ')
            .replace(/\.000Z$|Z$/, '');
    case 'usd':
      return value.toFixed(Math.abs(value) < 1 ? 4 : 2);
    case 'min':
    case 'percent':
    case 'ms':
      return value.toFixed(Number.isInteger(value) ? 0 : 1);
    case 'tokens':
      return grouped(value);
    case 'day':
    case undefined:
      return value;
    default:
      return unreachable(unit);
  }
}

async function listQuestions({ json, terminal }: Invocation): Promise<Outcome> {
  const lines = json
    ? catalogue.map((question) => `${JSON.stringify(questionSummary(question))}\n`).join('')
    : textTable(
        [{ title: 'question' }, { title: 'what it answers' }, { title: 'parameters' }],
        catalogue.map(({ name, title, parameters }) => [name, title, Object.keys(parameters).join(' ')]),
        { paintTitle: (text) => terminal.paint('dim', text) },
      );
  await terminal.print(lines);
  return ok(exitCodes.ok);
}

async function describeQuestion({ json, terminal }: Invocation, name: string): Promise<Outcome> {
  const summary = summaryOf(name);
  if (json) {
    await terminal.print(`${JSON.stringify(summary)}\n`);
    return ok(exitCodes.ok);
  }
  const columns = [{ title: '' }, { title: '' }, { title: '' }];
  const parameters = summary.parameters.map(({ name: key, type, description }) => [key, type, description]);
  const answers = summary.columns.map(({ name: key, type, unit }) => [key, type, unit ?? '']);
  await terminal.print(
    `${name}: ${summary.title}\n${summary.description}\n\nParameters:\n${textTable(columns, parameters)}` +
      `\nColumns:\n${textTable(columns, answers)}`,
  );
  return ok(exitCodes.ok);
}

function summaryOf(name: string) {
  const question = findQuestion(name);
  if (question === undefined) throw new Error(`${name} is not in the catalogue`);
  return questionSummary(question);
}
