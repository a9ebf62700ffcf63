import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Suggestion } from '../../contract/always-on-agent.ts';
import type { ForgetScope } from '../../contract/forget.ts';
import { ok } from '../../contract/result.ts';
import { type StoredSuggestions, openSuggestions } from '../agent/suggestions/open-suggestions.ts';
import { type TestDatabase, silentLog, startTestDatabase } from '../database/testing.ts';
import { openTestWriter } from '../writer/testing.ts';
import type { Writer } from '../writer/writer.ts';
import { forgetJournal } from './forget-journal.ts';
import { type ForgetDeps, forget } from './forget-run.ts';
import { noCopies } from './testing.ts';

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 8, 9, 12);
const nowMs = startMs + 60 * minuteMs;
const nothing: ForgetScope = { app: null, domain: null, from_ms: null, to_ms: null, agents: false };
let test: TestDatabase;
let writer: Writer;
let suggestions: StoredSuggestions;
let deps: ForgetDeps;

beforeAll(async () => {
  test = await startTestDatabase();
  writer = openTestWriter(test);
  const present = () => ({ nowMs, timeZone: 'UTC', dayStartHour: 0 });
  suggestions = await openSuggestions({
    writer,
    asking: { reader: test.database.reader, present },
    never: () => [],
    addNever: () => Promise.resolve(ok(undefined)),
    log: silentLog,
  });
  deps = {
    admin: test.database.admin,
    journal: forgetJournal(test.paths.dataDir),
    handOver: () => writer.flush(10_000).then(() => undefined),
    now: () => nowMs,
    ownsQueryLog: () => true,
    findCopies: () => Promise.resolve(noCopies),
  };
});
afterEach(async () => {
  await test.database.admin.command({ query: 'TRUNCATE TABLE hive.suggestions' });
  await suggestions.reload();
});
afterAll(async () => {
  await writer.close(1_000);
  await test.stop();
});

/** One suggestion a minute, each a plain one with these differences. */
async function say(...differences: Partial<Suggestion>[]): Promise<void> {
  for (const [index, different] of differences.entries()) {
    const plain: Suggestion = {
      id: `suggestion ${index}`,
      tsMs: startMs + index * minuteMs,
      node: 'coding_assist',
      kind: 'stuck-stretch',
      subject: 'Editor',
      title: '45 minutes in one place',
      body: 'You have spent 45 of the last 120 minutes there.',
      evidence: { question: 'stuck-stretches', params: { least_minutes: 1 } },
      wordedBy: '',
      state: 'new',
    };
    await suggestions.keep({ ...plain, ...different }, 'thread');
  }
}

/** Forgets as the app does, the agent's own memory included. */
async function run(scope: Partial<ForgetScope>) {
  const outcome = await forget(deps, { ...nothing, ...scope }, new AbortController().signal, () => undefined);
  await suggestions.reload();
  return outcome;
}

async function left(): Promise<string[]> {
  const answer = await test.database.admin.query({
    query: 'SELECT suggestion_id FROM hive.suggestions FINAL ORDER BY ts_ms',
    format: 'JSONEachRow',
  });
  return (await answer.json<{ suggestion_id: string }>()).map(({ suggestion_id: id }) => id);
}

describe('suggestions', () => {
  it('that name an application in any of their texts go, those that name another stay', async () => {
    await say(
      { subject: 'Slack' },
      { title: '45 minutes in Slack' },
      { body: 'You were in “general” (slack) while 3 calls failed.' },
      { evidence: { question: 'what-happened', params: { app: 'Slack' } } },
      { id: 'stuck-stretch Slack 1' },
      { body: 'Slackline is a sport.' },
    );
    expect(await run({ app: 'Slack' })).toMatchObject({ left: 0, sums_right: true });
    expect(await left()).toEqual(['suggestion 5']);
  });

  it('that name a domain or a host below it go', async () => {
    await say(
      { body: 'You read https://mail.example.org/inbox for an hour.' },
      { body: 'You read https://notexample.org/ for an hour.' },
    );
    expect(await run({ domain: 'example.org' })).toMatchObject({ left: 0 });
    expect(await left()).toEqual(['suggestion 1']);
  });

  it('of a stretch of time go with what the person did then', async () => {
    await say({}, {}, {});
    expect(await run({ from_ms: startMs + minuteMs, to_ms: startMs + 2 * minuteMs })).toMatchObject({ left: 0 });
    expect(await left()).toEqual(['suggestion 0', 'suggestion 2']);
  });

  it('go in every state that they were in, and are neither shown nor remembered as said', async () => {
    await say({ title: 'Slack, for 45 minutes' }, { subject: 'Slack' });
    await suggestions.dismiss('suggestion 0', false);
    expect(suggestions.current()?.id).toBe('suggestion 1');
    await run({ app: 'Slack' });
    expect(await left()).toEqual([]);
    expect(suggestions.current()).toBeNull();
    expect(suggestions.isUnwanted('suggestion 1', { kind: 'stuck-stretch', subject: 'Slack' })).toBe(false);
  });
});
