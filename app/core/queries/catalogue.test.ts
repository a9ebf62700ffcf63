import * as v from 'valibot';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type QuestionName, type QuestionRow, questions } from '../../contract/questions.ts';
import { timelineQuestions } from '../../contract/timeline-questions.ts';
import { catalogue, findQuestion } from './catalogue.ts';
import { type agentRuns, type localAndCloud, type tokensPerHour } from './library/agents.ts';
import { type costByModel, type costNow, type costPerHour } from './library/cost.ts';
import { type errorMessages, type errorOccurrences, type errorPlaces } from './library/error-details.ts';
import { type failingNodes, type failingTools } from './library/errors.ts';
import { type latencyByNode } from './library/latency.ts';
import { type appMinutesPerDay, type appMinutesToday, type presenceToday } from './library/person.ts';
import { type agentThread, type threadEvents, type toolCallContent } from './library/threads.ts';
import { type rangeTotals } from './library/totals.ts';
import type { Parameter } from './parameters.ts';
import type { RowOf } from './question.ts';

/**
 * Windows are a few hundred rows a day, and nothing sums them by the hour: these read those of their range, or of one day.
 * The always-on agent asks a model some twenty times an hour at most.
 * Latency is sketched from the calls: sketches that were made while writing cost every insert more and every answer no less.
 */
const rawAllowed: ReadonlyMap<string, readonly string[]> = new Map([
  ['coding-and-agents-per-hour', ['seq.context']],
  ['range-totals', ['seq.context']],
  ['latency-by-node', ['hive.model_invocations']],
  ['router-decisions', ['hive.model_invocations']],
]);

describe('the catalogue', () => {
  it('names each question once, in kebab-case, with a title and one sentence', () => {
    const names = catalogue.map((question) => question.name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, title, description } of catalogue) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(title).not.toBe('');
      expect(description).toMatch(/^[^\n]+\.$/);
    }
  });

  it.each(catalogue.map((question) => [question.name, question] as const))(
    '%s uses exactly the parameters that it declares, by their types',
    (_, question) => {
      const used = new Set([...question.sql.matchAll(/\{\s*\w+\s*:[^}]+\}/g)].map(([placeholder]) => placeholder));
      const declared = Object.entries(question.parameters).map(([name, { type }]) => `{${name}:${type}}`);
      expect([...used].toSorted()).toEqual(declared.toSorted());
    },
  );

  it.each(catalogue.map((question) => [question.name, question] as const))(
    '%s has defaults that its own parsers accept',
    (_, question) => {
      const present = { nowMs: Date.UTC(2026, 0, 1), timeZone: 'Pacific/Chatham' };
      for (const parameter of Object.values<Parameter>(question.parameters)) {
        expect(v.is(parameter.parser, parameter.fallback(present))).toBe(true);
      }
    },
  );

  it.each(Object.keys(questions) as QuestionName[])('%s answers with the columns of the contract', (name) => {
    const question = findQuestion(name);
    expect(Object.keys(question?.columns ?? {})).toEqual(Object.keys(questions[name].row.entries));
    expect(Object.keys(question?.parameters ?? {})).toEqual(
      expect.arrayContaining(Object.keys(questions[name].takes.entries)),
    );
  });

  /** What a person looks for stands in rows, and in a range of their choice; one day's rows are what the timeline draws. */
  const ofRows: readonly string[] = ['search', ...Object.keys(timelineQuestions)];
  const others = (Object.keys(questions) as QuestionName[]).filter((name) => !ofRows.includes(name));
  it.each(others)('%s reads sums, so that it stays fast over years', (name) => {
    // Presence has a few hundred rows a day and is what it is: there is nothing to sum before the day is known.
    const raw = ['seq.context', 'seq.mem_events', 'hive.model_invocations', 'hive.tool_calls', 'hive.supersteps'];
    const { sql = '', parameters = {} } = findQuestion(name) ?? {};
    // One thread is looked for between its first and its last moment only.
    const allowed = 'thread_id' in parameters ? raw : (rawAllowed.get(name) ?? []);
    expect(raw.filter((table) => new RegExp(`${table}\\b`).test(sql) && !allowed.includes(table))).toEqual([]);
    expect(sql).toMatch(/FROM (seq|hive)\.\w+/);
  });

  it('answers with the types of the contract', () => {
    expectTypeOf<RowOf<typeof agentRuns.columns>>().toEqualTypeOf<QuestionRow<'agent-runs'>>();
    expectTypeOf<RowOf<typeof agentThread.columns>>().toEqualTypeOf<QuestionRow<'agent-thread'>>();
    expectTypeOf<RowOf<typeof threadEvents.columns>>().toEqualTypeOf<QuestionRow<'thread-events'>>();
    expectTypeOf<RowOf<typeof toolCallContent.columns>>().toEqualTypeOf<QuestionRow<'tool-call-content'>>();
    expectTypeOf<RowOf<typeof latencyByNode.columns>>().toEqualTypeOf<QuestionRow<'latency-by-node'>>();
    expectTypeOf<RowOf<typeof tokensPerHour.columns>>().toEqualTypeOf<QuestionRow<'tokens-per-hour'>>();
    expectTypeOf<RowOf<typeof localAndCloud.columns>>().toEqualTypeOf<QuestionRow<'local-and-cloud'>>();
    expectTypeOf<RowOf<typeof costByModel.columns>>().toEqualTypeOf<QuestionRow<'cost-by-model'>>();
    expectTypeOf<RowOf<typeof rangeTotals.columns>>().toEqualTypeOf<QuestionRow<'range-totals'>>();
    expectTypeOf<RowOf<typeof errorPlaces.columns>>().toEqualTypeOf<QuestionRow<'error-places'>>();
    expectTypeOf<RowOf<typeof errorMessages.columns>>().toEqualTypeOf<QuestionRow<'error-messages'>>();
    expectTypeOf<RowOf<typeof errorOccurrences.columns>>().toEqualTypeOf<QuestionRow<'error-occurrences'>>();
    expectTypeOf<RowOf<typeof appMinutesToday.columns>>().toEqualTypeOf<QuestionRow<'app-minutes-today'>>();
    expectTypeOf<RowOf<typeof appMinutesPerDay.columns>>().toEqualTypeOf<QuestionRow<'app-minutes-per-day'>>();
    expectTypeOf<RowOf<typeof presenceToday.columns>>().toEqualTypeOf<QuestionRow<'presence-today'>>();
    expectTypeOf<RowOf<typeof costNow.columns>>().toEqualTypeOf<QuestionRow<'cost-now'>>();
    expectTypeOf<RowOf<typeof costPerHour.columns>>().toEqualTypeOf<QuestionRow<'cost-per-hour'>>();
    expectTypeOf<RowOf<typeof failingNodes.columns>>().toEqualTypeOf<QuestionRow<'failing-nodes'>>();
    expectTypeOf<RowOf<typeof failingTools.columns>>().toEqualTypeOf<QuestionRow<'failing-tools'>>();
  });
});
