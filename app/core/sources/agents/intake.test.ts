import { beforeEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../contract/result.ts';
import type { RowRefusal, TableRow } from '../row-sink.ts';
import { AgentHealth } from './agent-health.ts';
import type { AgentRow, Intake } from './agent-row.ts';
import { type IntakeDeps, createIntake } from './intake.ts';
import { PauseTimes } from './pause-times.ts';

const startMs = Date.UTC(2026, 10, 20, 12);
let nowMs: number;
let written: TableRow[];
let refuse: (row: TableRow) => RowRefusal['kind'] | undefined;
let asked: { table: string; ids: readonly string[] }[];
let inDatabase: Set<string> | undefined;
let pauses: PauseTimes;
let health: AgentHealth;
let keepContent: boolean;
let intake: Intake;

beforeEach(() => {
  nowMs = startMs;
  written = [];
  refuse = () => undefined;
  asked = [];
  inDatabase = new Set();
  pauses = new PauseTimes();
  health = new AgentHealth(() => nowMs);
  keepContent = false;
  intake = open();
});

function open(): Intake {
  const deps: IntakeDeps = {
    sink: {
      appendAll(table, rows) {
        let stopped: RowRefusal['kind'] | undefined;
        return rows.flatMap((row, index) => {
          const tableRow = { table, row } as unknown as TableRow;
          const kind = stopped ?? refuse(tableRow);
          if (kind === 'full') stopped = kind;
          if (kind !== undefined) return [{ index, refusal: { kind, message: `${kind} it is` } }];
          written.push(tableRow);
          return [];
        });
      },
    },
    now: () => nowMs,
    price: (call) => ({ cost_micros: (call.input_tokens ?? 0) * 3, cost_source: 'computed', price_rev: 'test' }),
    rules: () => ({ text: (text) => text.replaceAll('hunter2', '[redacted]'), keepContent }),
    pausedAt: (atMs) => pauses.covers(atMs),
    stored: (table, { ids }) => {
      asked.push({ table, ids });
      if (inDatabase === undefined) return Promise.resolve(fail('down'));
      return Promise.resolve(ok(new Set(ids.filter((id) => inDatabase?.has(id)))));
    },
    geminiSessions: ({ threads }) => Promise.resolve(ok(new Set(threads.filter((thread) => thread === 'stored')))),
    health,
  };
  return createIntake(deps);
}

function call(
  id: string,
  ts_ms = nowMs,
  more: Partial<Extract<AgentRow, { table: 'hive.model_invocations' }>['row']> = {},
): AgentRow {
  const row = { ts_ms, provider: 'anthropic', model: 'claude-sonnet-4-5', input_tokens: 10, ok: 1, ...more };
  return { source: 'claude-code', id, table: 'hive.model_invocations', row };
}

function tool(id: string, input_json: string, output_json: string): AgentRow {
  const row = { ts_ms: nowMs, tool_name: 'Bash', ok: 1, input_json, output_json };
  return { source: 'claude-code', id, table: 'hive.tool_calls', row };
}

describe('repetitions', () => {
  it('writes a call once, however often and on whatever way it is told', async () => {
    expect(await intake.accept('otlp', [call('a'), call('b'), call('a')])).toMatchObject({
      accepted: 2,
      duplicates: 1,
    });
    expect(await intake.accept('transcript', [call('b'), call('c')])).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(written.map(({ row }) => 'event_id' in row && row.event_id)).toEqual(['a', 'b', 'c']);
  });

  it('tells a call from a trace event of the same id', async () => {
    const event: AgentRow = {
      source: 'claude-code',
      id: 'a',
      table: 'seq.trace_events',
      row: { ts_ms: nowMs, level: 'info', component: 'c', event: 'e' },
      attributes: {},
    };
    expect(await intake.accept('otlp', [call('a'), event])).toMatchObject({ accepted: 2, duplicates: 0 });
  });

  it('asks the database only for what began before it listened', async () => {
    inDatabase = new Set(['old-known']);
    nowMs += 60_000;
    const rows = [call('new'), call('old-known', startMs - 1), call('old-new', startMs - 86_400_000)];
    expect(await intake.accept('import', rows)).toMatchObject({ accepted: 2, duplicates: 1 });
    expect(asked).toEqual([{ table: 'hive.model_invocations', ids: ['old-known', 'old-new'] }]);
  });

  it('asks for an addition by the name of its call', async () => {
    inDatabase = new Set(['claude-code:r1']);
    const addition: AgentRow = {
      source: 'claude-code',
      id: 'claude-code:r1:span',
      table: 'hive.model_call_additions',
      row: { ts_ms: startMs - 1, event_id: 'claude-code:r1', provider: 'anthropic', model: 'm', ttft_us: 5 },
    };
    expect(await intake.accept('otlp', [addition])).toMatchObject({ accepted: 0, duplicates: 1 });
  });

  it('takes new events and puts old ones off while the database does not answer', async () => {
    inDatabase = undefined;
    expect(await intake.accept('otlp', [call('new')])).toMatchObject({ accepted: 1, full: false });
    expect(await intake.accept('otlp', [call('old', startMs - 1)])).toEqual({
      accepted: 0,
      duplicates: 0,
      rejected: [],
      full: true,
    });
    expect(health.parts(() => ({ activeMs: null, connected: false }))[0]).toMatchObject({
      state: 'failing',
      message: 'Rows wait, senders repeat them: the database does not answer whether they are stored already',
    });
  });

  it('lets one of two senders be first when both tell of an old event at once', async () => {
    const [one, two] = await Promise.all([
      intake.accept('otlp', [call('a', startMs - 1)]),
      intake.accept('import', [call('a', startMs - 1)]),
    ]);
    expect(one.accepted + two.accepted).toBe(1);
    expect(one.duplicates + two.duplicates).toBe(1);
  });
});

describe('tool calls of Gemini CLI, which have one id in telemetry and another in session files', () => {
  function geminiTool(id: string, thread_id: string, tool_call_id: string): AgentRow {
    const row = { ts_ms: nowMs, thread_id, tool_name: 'run_shell_command', ok: 1, tool_call_id };
    return { source: 'gemini', id: `gemini:${thread_id}:${id}`, table: 'hive.tool_calls', row };
  }

  it('come from telemetry where that told of any in the session, in this run or before it', async () => {
    await intake.accept('otlp', [geminiTool('prompt:run_shell_command:1', 'live', '')]);
    const fromFiles = [geminiTool('c1', 'live', 'c1'), geminiTool('c2', 'stored', 'c2'), geminiTool('c3', 'new', 'c3')];
    expect(await intake.accept('transcript', fromFiles)).toMatchObject({ accepted: 1, duplicates: 2 });
    expect(written.map(({ row }) => 'thread_id' in row && row.thread_id)).toEqual(['live', 'new']);
  });
});

describe('a writer without room', () => {
  it('says full, and recognises on the next try what it had taken', async () => {
    let room = 2;
    refuse = () => (room-- > 0 ? undefined : 'full');
    const rows = ['a', 'b', 'c', 'd'].map((id) => call(id));
    expect(await intake.accept('otlp', rows)).toMatchObject({ accepted: 2, full: true });
    refuse = () => undefined;
    expect(await intake.accept('otlp', rows)).toMatchObject({ accepted: 2, duplicates: 2, full: false });
    expect(written).toHaveLength(4);
  });

  it('rejects one impossible row by its place and takes the others, over slices of 500', async () => {
    refuse = ({ row }) => ('event_id' in row && row.event_id === 'n700' ? 'rejected' : undefined);
    const rows = Array.from({ length: 1_200 }, (_, index) => call(`n${index}`));
    const outcome = await intake.accept('otlp', rows);
    expect(outcome).toMatchObject({ accepted: 1_199, rejected: [{ index: 700, reason: 'rejected it is' }] });
    expect(health.parts(() => ({ activeMs: null, connected: false }))[0]).toMatchObject({
      state: 'degraded',
      message: 'Some of what it sent was refused: rejected it is',
      counters: { accepted: 1_199, refused: 1 },
    });
  });
});

describe('a pause', () => {
  it('keeps out what happened during it, also when it is told later, and lets an import bring it in', async () => {
    pauses.pause(startMs + 1_000);
    nowMs = startMs + 5_000;
    const rows = [call('before', startMs + 500), call('during', startMs + 2_000)];
    expect(await intake.accept('otlp', rows)).toMatchObject({
      accepted: 1,
      rejected: [{ index: 1, reason: 'recording is paused' }],
    });
    pauses.resume(startMs + 6_000);
    nowMs = startMs + 7_000;
    expect(await intake.accept('transcript', [call('during', startMs + 2_000)])).toMatchObject({ accepted: 0 });
    expect(await intake.accept('otlp', [call('after')])).toMatchObject({ accepted: 1 });
    expect(await intake.accept('import', [call('during', startMs + 2_000)])).toMatchObject({ accepted: 1 });
  });
});

describe('what is stored', () => {
  it('prices a call', async () => {
    await intake.accept('otlp', [call('a')]);
    expect(written[0]?.row).toMatchObject({ cost_micros: 30, cost_source: 'computed', price_rev: 'test' });
  });

  it('keeps sizes and no content unless the person wants it', async () => {
    await intake.accept('otlp', [tool('a', '{"command":"echo ä"}', 'ä')]);
    expect(written[0]?.row).toMatchObject({ input_json: '', output_json: '', input_bytes: 21, output_bytes: 2 });
    keepContent = true;
    await intake.accept('otlp', [tool('b', '{"command":"login hunter2"}', 'ok')]);
    expect(written[1]?.row).toMatchObject({ input_json: '{"command":"login [redacted]"}', output_json: 'ok' });
  });

  it('takes personal attributes and secrets out of everything, and content unless it is wanted', async () => {
    const event: AgentRow = {
      source: 'claude-code',
      id: 'e',
      table: 'seq.trace_events',
      row: { ts_ms: nowMs, level: 'info', component: 'claude-code', event: 'user_prompt', message: 'with hunter2' },
      attributes: {
        'user.email': 'a@example.org',
        'organization.id': 'o',
        'ai.request.headers.x-api-key': 'k-123',
        'gen_ai.tool.output': 'what it said',
        prompt: 'say hunter2',
        prompt_length: 11,
        nested: { 'user.id': 'u', note: 'hunter2 again', deep: [{ 'user.email': 'b@example.org' }] },
      },
    };
    await intake.accept('otlp', [event]);
    expect(written[0]?.row).toMatchObject({
      message: 'with [redacted]',
      attributes: JSON.stringify({
        'gen_ai.tool.output': '[12 characters, not kept]',
        prompt: '[11 characters, not kept]',
        prompt_length: 11,
        nested: { note: '[redacted] again', deep: [{}] },
      }),
    });
  });

  it('bounds texts and names that other programs choose', async () => {
    await intake.accept('otlp', [call('a', nowMs, { model: 'm'.repeat(5_000), error_msg: 'e'.repeat(9_000), ok: 0 })]);
    const row = written[0]?.row as { model: string; error_msg: string };
    expect(row.model).toHaveLength(200);
    expect(row.error_msg).toMatch(/^e{4096}… \[4904 characters more\]$/);
  });
});

describe('health', () => {
  const seen = { activeMs: null, connected: true };

  it('counts what came in the last minute, and how late', async () => {
    await intake.accept('otlp', [call('a', nowMs - 3_000, { dur_us: 1_000_000 })]);
    nowMs += 30_000;
    await intake.accept('otlp', [call('b')]);
    const claude = () => health.parts(() => seen).find(({ name }) => name === 'claude-code');
    expect(claude()).toMatchObject({
      state: 'ok',
      message: '2 events in the last minute, 0.0 s behind.',
      counters: { events_per_minute: 2, lag_ms: 0 },
    });
    nowMs += 45_000;
    expect(claude()).toMatchObject({ lastEventMs: startMs + 30_000, counters: { events_per_minute: 1 } });
  });

  it('says for a minute that something was refused, and goes on telling how much and why', async () => {
    intake.refused('otlp', 'codex', 'a record is not an object', 3);
    const codex = () => health.parts(() => seen).find(({ name }) => name === 'codex');
    expect(codex()).toMatchObject({ state: 'degraded', counters: { refused: 3 } });
    nowMs += 61_000;
    const told = '3 refused so far, the last: a record is not an object';
    expect(codex()).toMatchObject({ state: 'ok', message: `Connected; nothing has come live yet. ${told}` });
    await intake.accept('otlp', [{ ...call('x'), source: 'codex' }]);
    expect(codex()?.message).toBe(`1 event in the last minute, 0.0 s behind. ${told}`);
  });

  it('calls out an agent that is at work and sends no telemetry', async () => {
    await intake.accept('otlp', [call('a')]);
    nowMs += 10 * 60_000;
    const [part] = health.parts((source) =>
      source === 'claude-code' ? { activeMs: nowMs - 1_000, connected: true } : { activeMs: null, connected: false },
    );
    expect(part).toMatchObject({ state: 'degraded' });
    expect(part?.message).toContain('has sent no telemetry for 10 minutes');
  });

  it('does not call out one that rests', async () => {
    await intake.accept('otlp', [call('a')]);
    nowMs += 10 * 60_000;
    const [part] = health.parts(() => ({ activeMs: nowMs - 9 * 60_000, connected: true }));
    expect(part?.state).toBe('ok');
  });
});
