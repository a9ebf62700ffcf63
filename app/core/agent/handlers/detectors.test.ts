import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ToolCallRow } from '../../../contract/rows.ts';
import { type TestDatabase, realClock, startTestDatabase } from '../../database/testing.ts';
import { insertRows } from '../../demo/testing.ts';
import type { AgentRow } from '../../sources/agents/agent-row.ts';
import type { AgentContext } from '../graph/agent-context.ts';
import type { AgentTools } from '../tools/agent-tools.ts';
import { ownTools } from '../tools/own-tools.ts';
import { repeatedFailure, stuckStretch, uncommonCost } from './coding-assist.ts';
import { hourlySummary } from './general-observe.ts';
import { readingNote } from './research-assist.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
/** Half past an hour, yesterday. */
const nowMs = Math.floor(Date.now() / hourMs - 24) * hourMs + hourMs / 2;

const context: AgentContext = {
  tsMs: nowMs,
  timeZone: 'UTC',
  app: 'Xcode',
  title: 'Recorder.swift',
  url: '',
  afk: false,
  idleMs: 0,
  sinceMs: nowMs,
  screenText: '',
};

let test: TestDatabase;
let used: AgentRow[];
let tools: AgentTools;
beforeAll(async () => {
  test = await startTestDatabase();
  used = [];
  tools = ownTools({
    clock: realClock,
    asking: { reader: test.database.reader, present: () => ({ nowMs, timeZone: 'UTC' }) },
    flush: () => Promise.resolve(),
    snapshot: () => context,
    add: (row) => used.push(row),
  })({ threadId: 'always-on-day' }, 'coding_assist');
});
afterEach(async () => {
  used = [];
  for (const table of ['seq.context', 'hive.tool_calls', 'hive.model_invocations', 'hive.cost_per_hour'])
    await test.database.admin.command({ query: `TRUNCATE TABLE ${table}` });
});
afterAll(() => test.stop());

type ToldCall = readonly [minutesAgo: number, row: Partial<ToolCallRow>];

/** Calls of a tool, so many minutes ago. */
async function calls(...told: readonly ToldCall[]): Promise<void> {
  await insertRows(
    test.database.writer,
    'hive.tool_calls',
    told.map(([minutesAgo, row]) => ({
      ts_ms: nowMs - minutesAgo * minuteMs,
      thread_id: 'session',
      tool_name: 'Bash',
      ok: 0,
      error_msg: 'exit code 1',
      ...row,
    })),
  );
}

async function windows(
  ...told: readonly (readonly [minutesAgo: number, minutes: number, row: Readonly<Record<string, unknown>>])[]
): Promise<void> {
  await insertRows(
    test.database.writer,
    'seq.context',
    told.map(([minutesAgo, minutes, row]) => ({
      ts_ms: nowMs - minutesAgo * minuteMs,
      dur_ms: minutes * minuteMs,
      app: context.app,
      bundle_id: '',
      window_title: context.title,
      ...row,
    })),
  );
}

describe('a repeated failure', () => {
  it('is three failures for one reason, the last of them fresh', async () => {
    await calls([20, {}], [15, {}], [5, {}], [4, { error_msg: 'another reason' }]);
    expect(await repeatedFailure(context, tools)).toMatchObject({
      kind: 'repeated-failure',
      subject: 'Bash',
      title: 'Bash has failed 3 times',
      body: expect.stringContaining('3 times in 20 minutes, with “exit code 1”') as string,
    });
  });

  it.each<[string, ToldCall[]]>([
    [
      'two',
      [
        [5, {}],
        [4, {}],
      ],
    ],
    [
      'three that ended a while ago',
      [
        [28, {}],
        [27, {}],
        [20, {}],
      ],
    ],
    [
      'what the person rejected',
      [
        [3, { decision: 'reject' }],
        [2, { decision: 'reject' }],
        [1, { decision: 'reject' }],
      ],
    ],
    [
      'its own',
      [
        [3, { thread_id: 'always-on-x' }],
        [2, { thread_id: 'always-on-x' }],
        [1, { thread_id: 'always-on-x' }],
      ],
    ],
  ])('is not %s', async (_, told) => {
    await calls(...told);
    expect(await repeatedFailure(context, tools)).toBeNull();
  });

  it('is told to a model with the calls that led to it, and with nothing of other sessions', async () => {
    await calls([6, { tool_name: 'Edit', ok: 1, error_msg: '' }], [5, {}], [4, {}], [3, {}]);
    await calls([2, { thread_id: 'other', tool_name: 'Grep', ok: 1, error_msg: '' }]);
    const finding = await repeatedFailure(context, tools);
    const prompt = await finding?.prompt?.();
    expect(prompt).toContain(
      '- Bash failed: exit code 1\n- Bash failed: exit code 1\n- Bash failed: exit code 1\n- Edit succeeded',
    );
    expect(prompt).not.toContain('Grep');
  });
});

describe('a stuck stretch', () => {
  it('is most of two hours in one window, with failures meanwhile; the window that is open counts', async () => {
    await windows([100, 30, {}]);
    await calls([50, {}], [40, { tool_name: 'Edit' }], [30, { tool_name: 'Grep' }]);
    const open = { ...context, sinceMs: nowMs - 15 * minuteMs };
    expect(await stuckStretch(open, tools)).toMatchObject({ subject: 'Xcode', title: '45 minutes in one place' });
    expect(await stuckStretch(context, tools)).toBeNull();
  });

  it('is none without failures, and none in another window', async () => {
    await windows([100, 60, {}]);
    expect(await stuckStretch(context, tools)).toBeNull();
    await calls([50, {}], [40, {}], [30, {}]);
    expect(await stuckStretch({ ...context, title: 'Other.swift' }, tools)).toBeNull();
    expect(await stuckStretch(context, tools)).not.toBeNull();
  });
});

describe('an uncommon cost', () => {
  async function cost(hoursAgo: number, usd: number): Promise<void> {
    const row = { ts_ms: nowMs - hoursAgo * hourMs, provider: 'claude', model: 'm', ok: 1, cost_micros: usd * 1e6 };
    await insertRows(test.database.writer, 'hive.model_invocations', [row]);
  }

  it('is three times that of a usual hour, once enough hours are known', async () => {
    await cost(0, 2);
    for (const hours of [30, 31, 32, 33]) await cost(hours, 0.5);
    expect(await uncommonCost(context, tools)).toBeNull();
    await cost(34, 0.5);
    expect(await uncommonCost(context, tools)).toMatchObject({ title: '$2.00 in this hour' });
  });

  it('is none below what matters, however usual nothing is', async () => {
    for (const hours of [30, 31, 32, 33, 34, 35]) await cost(hours, 0.01);
    await cost(0, 0.4);
    expect(await uncommonCost(context, tools)).toBeNull();
  });
});

describe('a reading note', () => {
  it('groups the pages of the last hour by site, the longest first', async () => {
    const page = (url: string, title: string) => ({ app: 'Safari', url, window_title: title });
    await windows(
      [50, 1, page('https://a.example/1', 'One')],
      [45, 9, page('https://b.example/2', 'Two')],
      [30, 1, page('https://www.a.example/3', 'Three')],
      [25, 1, page('https://a.example/4', 'Four')],
      [20, 0.1, page('https://c.example/5', 'Glanced at')],
    );
    expect(await readingNote(context, tools)).toBeNull();
    await windows([15, 1, page('https://c.example/6', 'Six')]);
    expect(await readingNote(context, tools)).toMatchObject({
      title: '5 pages read in the last hour',
      body: 'b.example, 9 min: Two\na.example, 3 min: Four, One and Three\nc.example, 1 min: Six',
    });
  });
});

describe('an hourly summary', () => {
  it('is of the hour before, in a few lines', async () => {
    await windows([60, 20, {}], [50, 10, { app: 'Mail' }], [20, 15, { app: 'of this hour' }]);
    await calls([40, { ok: 1, error_msg: '' }], [39, {}]);
    expect(await hourlySummary(context, tools)).toMatchObject({
      periodMs: nowMs - hourMs - hourMs / 2,
      body: 'At work 30 min: Xcode 20 min and Mail 10 min.\nTools: Bash 2.\n1 call failed.',
    });
  });

  it('is not written of an hour in which nothing was', async () => {
    expect(await hourlySummary(context, tools)).toBeNull();
  });
});

describe('the tools', () => {
  it('record each use, with the number of rows instead of the rows', async () => {
    await tools.readSql('SELECT number FROM numbers({n:UInt8})', { n: 3 });
    await tools.contextSnapshot();
    expect(used).toMatchObject([
      { table: 'hive.tool_calls', row: { tool_name: 'read_sql', output_json: '{"rows":3}', ok: 1 } },
      { table: 'hive.tool_calls', row: { tool_name: 'context_snapshot', ok: 1, node_id: 'coding_assist' } },
    ]);
  });

  it.each([
    ['write', "INSERT INTO seq.mem_events (kind) VALUES ('x')"],
    ['read files', "SELECT * FROM file('/etc/passwd', 'LineAsString')"],
    ['reach the network', "SELECT * FROM url('http://127.0.0.1:9/', 'LineAsString')"],
  ])('cannot %s, and the refusal is recorded', async (_, sql) => {
    await expect(tools.readSql(sql, {})).rejects.toThrow('read_sql failed');
    expect(used).toMatchObject([
      { row: { tool_name: 'read_sql', ok: 0, error_msg: expect.stringMatching(/\w/) as string } },
    ]);
  });
});
