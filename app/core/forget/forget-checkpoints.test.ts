import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { emptyCheckpoint } from '@langchain/langgraph-checkpoint';
import type { ForgetScope } from '../../contract/forget.ts';
import type { ClickHouseSaver } from '../agent/checkpoints/clickhouse-saver.ts';
import { removeCheckpoints, testSaver } from '../agent/checkpoints/testing.ts';
import { type TestDatabase, startTestDatabase } from '../database/testing.ts';
import { openTestWriter } from '../writer/testing.ts';
import type { Writer } from '../writer/writer.ts';
import { forgetJournal } from './forget-journal.ts';
import { noCopies } from './testing.ts';
import { type ForgetDeps, forget } from './forget-run.ts';

const startMs = Date.UTC(2026, 8, 9, 12);
const minuteMs = 60_000;
const nothing: ForgetScope = { app: null, domain: null, from_ms: null, to_ms: null, agents: false };
let test: TestDatabase;
let writer: Writer;
let saver: ClickHouseSaver;
let deps: ForgetDeps;
let nowMs = startMs;

beforeAll(async () => {
  test = await startTestDatabase();
  writer = openTestWriter(test);
  saver = testSaver(test, writer, { clock: { now: () => nowMs } });
  deps = {
    admin: test.database.admin,
    journal: forgetJournal(test.paths.dataDir),
    handOver: () => writer.flush(10_000).then(() => undefined),
    now: () => startMs + 60 * minuteMs,
    ownsQueryLog: () => true,
    findCopies: () => Promise.resolve(noCopies),
  };
});
afterEach(() => removeCheckpoints(test));
afterAll(async () => {
  await writer.close(1_000);
  await test.stop();
});

/** One checkpoint a minute of one thread; each changes `said` to one of the texts, and the first sets `task`. */
async function say(texts: readonly string[], task = 'bake'): Promise<string[]> {
  const ids: string[] = [];
  let config: Awaited<ReturnType<ClickHouseSaver['put']>> = { configurable: { thread_id: 'kitchen' } };
  for (const [index, text] of texts.entries()) {
    nowMs = startMs + index * minuteMs;
    const checkpoint = {
      ...emptyCheckpoint(),
      ts: new Date(nowMs).toISOString(),
      channel_values: { said: text, task },
      channel_versions: { said: index + 1, task: 1 },
    };
    const changed = index === 0 ? { said: 1, task: 1 } : { said: index + 1 };
    const metadata = { source: 'loop' as const, step: index, parents: {} };
    config = await saver.put(config, checkpoint, metadata, changed);
    await saver.putWrites(config, [['said', { quoting: text }]], 'task');
    ids.push(checkpoint.id);
  }
  return ids;
}

async function run(scope: Partial<ForgetScope>) {
  return forget(deps, { ...nothing, ...scope }, new AbortController().signal, () => undefined);
}

/** What the checkpoints that are left hold, the oldest first, and the writes that wait there. */
async function left(): Promise<{ said: unknown; writes: number }[]> {
  const found: { said: unknown; writes: number }[] = [];
  for await (const { checkpoint, pendingWrites = [] } of saver.list({ configurable: { thread_id: 'kitchen' } })) {
    found.unshift({ said: checkpoint.channel_values['said'], writes: pendingWrites.length });
  }
  return found;
}

async function stored(text: string): Promise<number> {
  const answer = await test.database.admin.query({
    query: `SELECT (SELECT countIf(position(value, {text:String}) > 0) FROM hive.checkpoint_values)
              + (SELECT countIf(position(value, {text:String}) > 0) FROM hive.checkpoint_writes) AS n`,
    query_params: { text },
    format: 'JSONEachRow',
  });
  return Number((await answer.json<{ n: string }>())[0]?.n);
}

describe('checkpoints', () => {
  it('that name an application go with what they hold, those that name another stay', async () => {
    await say(['seen in Slack today', 'Slackline is a sport', 'line one\nslack: two', '{"app":"\\nSLACK"}', 'end']);
    expect(await run({ app: 'Slack' })).toMatchObject({ left: 0, sums_right: true });
    expect(await left()).toEqual([
      { said: 'Slackline is a sport', writes: 1 },
      { said: 'end', writes: 1 },
    ]);
    expect(await stored('seen in')).toBe(0);
  });

  it('are found by a name of several words', async () => {
    await say(['in Visual Studio Code', 'Visual arts, studio', 'visual-studio-code']);
    expect(await run({ app: 'Visual Studio Code' })).toMatchObject({ left: 0 });
    expect(await left()).toEqual([{ said: 'Visual arts, studio', writes: 1 }]);
  });

  it('that name a domain or a host below it go, also at the end of a sentence', async () => {
    await say([
      'read https://mail.Example.org:8443/x?y=1',
      'https://notexample.org/',
      'It is on example.org.',
      'https://example.org.evil.net/',
      'example',
    ]);
    expect(await run({ domain: 'example.org' })).toMatchObject({ left: 0 });
    expect((await left()).map(({ said }) => said)).toEqual([
      'https://notexample.org/',
      'https://example.org.evil.net/',
      'example',
    ]);
  });

  it('go with a value that was set long before and that they still stand on', async () => {
    await say(['one', 'two', 'three'], 'tidy up Slack');
    expect(await run({ app: 'Slack' })).toMatchObject({ left: 0 });
    expect(await left()).toEqual([]);
  });

  it('of a stretch of time go when agents are forgotten too, and the thread goes on from before it', async () => {
    const ids = await say(['one', 'two', 'three', 'four']);
    const scope = { from_ms: startMs + minuteMs, to_ms: startMs + 10 * minuteMs };
    await run(scope);
    expect(await left()).toHaveLength(4);
    expect(await run({ ...scope, agents: true })).toMatchObject({ left: 0, sums_right: true });
    expect(await left()).toEqual([{ said: 'one', writes: 1 }]);
    expect((await saver.getTuple({ configurable: { thread_id: 'kitchen' } }))?.checkpoint.id).toBe(ids[0]);
  });

  it('leave the name in no text that ClickHouse keeps', async () => {
    await say(['Slack']);
    await run({ app: 'Slack' });
    await test.database.admin.command({ query: 'SYSTEM FLUSH LOGS' });
    const hidden = "lower(concat('sl', 'ack'))";
    const answer = await test.database.admin.query({
      query: `SELECT toString((SELECT count() FROM system.mutations WHERE position(lower(command), ${hidden}) > 0)
                + (SELECT count() FROM system.query_log WHERE position(lower(query), ${hidden}) > 0)) AS n`,
      format: 'JSONEachRow',
    });
    expect(await answer.json()).toEqual([{ n: '0' }]);
  });
});
