import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectDatabase } from '../../app/core/database/database.ts';
import { catalogue } from '../../app/core/queries/catalogue.ts';
import { type Served, collectOutput, newDataDir, serve, startHivebar, until } from './hivebar-program.ts';
import { type McpClient, startMcpClient } from './mcp-client.ts';

// Many real processes are started here, on machines that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const toolNames = ['list_questions', 'ask_question', 'query_sql', 'describe_tables', 'context_now', 'agent_status'];

/** Stands in a file that nobody may read through the database. */
const secret = `secret-${randomUUID()}`;
const secretFile = join(tmpdir(), `hivebar-${secret}`);

let served: Served;
let mcp: McpClient;

beforeAll(async () => {
  await writeFile(secretFile, secret);
  served = await serve();
  const pushed = await served.run(
    ['push', 'hive.tool_calls'],
    Array.from(
      { length: 3 },
      (_, n) => `{"ts_ms":${Date.now() - n},"tool_name":"read","ok":0,"error_msg":"no"}\n`,
    ).join(''),
  );
  expect(pushed).toMatchObject({ exitCode: 0 });
  mcp = await startMcpClient(served.dataDir);
});
afterAll(async () => {
  await mcp.close();
  await served.stop();
  await rm(secretFile);
});

const sql = (text: string, more: Record<string, unknown> = {}) => mcp.call('query_sql', { sql: text, ...more });

/** How many statements with this mark run on the server now, as its administrator sees it. */
async function running(mark: string): Promise<number> {
  const connected = await connectDatabase(served.dataDir);
  if (!connected.ok) throw new Error('Hivebar does not run');
  try {
    const answer = await connected.value.admin.query({
      query: "SELECT count() AS n FROM system.processes WHERE user = 'mcp' AND position(query, {mark:String}) > 0",
      query_params: { mark },
      format: 'JSONEachRow',
    });
    const [row] = await answer.json<{ n: string }>();
    return Number(row?.n);
  } finally {
    await connected.value.close();
  }
}

describe('the tools of hivebar mcp', () => {
  it.each(['legacy', 'auto'] as const)('are listed to a client of the revision "%s", all as reading', async (era) => {
    const other = await startMcpClient(served.dataDir, era);
    expect(other.client.getNegotiatedProtocolVersion()).toBe(era === 'auto' ? '2026-07-28' : '2025-11-25');
    const { tools } = await other.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(toolNames);
    for (const { name, title, description, annotations, inputSchema, outputSchema } of tools) {
      expect(name).toMatch(/^[a-z_]{1,64}$/);
      expect(title?.length).toBeGreaterThan(10);
      expect(description?.length).toBeGreaterThan(100);
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false, openWorldHint: false });
      expect(inputSchema['additionalProperties']).toBe(false);
      expect(outputSchema?.['type']).toBe('object');
    }
    expect((await other.call('query_sql', { sql: 'SELECT 1' })).structured['rows']).toEqual([[1]]);
    await other.close();
  });

  it('say the same as text and as structure', async () => {
    for (const [name, input] of [
      ['list_questions', {}],
      ['ask_question', { name: 'failing-tools' }],
      ['query_sql', { sql: 'SELECT 1 AS a, now64(3)' }],
      ['describe_tables', { database: 'seq' }],
      ['context_now', {}],
      ['agent_status', {}],
    ] as const) {
      const { isError, text, structured } = await mcp.call(name, input);
      expect([name, isError]).toEqual([name, false]);
      expect(JSON.parse(text)).toEqual(structured);
    }
    expect(mcp.stderr()).toBe('');
  });

  it('list questions, briefly or with what they take and give', async () => {
    const brief = await mcp.call('list_questions');
    expect(brief.structured['questions']).toHaveLength(catalogue.length);
    expect(brief.text.length).toBeLessThan(10_000);
    const found = await mcp.call('list_questions', { search: 'failing tools', details: true });
    expect(found.structured).toMatchObject({
      questions: [
        {
          name: 'failing-tools',
          parameters: expect.arrayContaining([expect.objectContaining({ name: 'from_ms' })]) as unknown,
          columns: expect.arrayContaining([{ name: 'last_ts_ms', type: 'number', unit: 'epoch-ms' }]) as unknown,
        },
      ],
    });
  });

  it('answer a question with units, and say what is wrong with one', async () => {
    const { structured } = await mcp.call('ask_question', { name: 'failing-tools' });
    expect(structured).toMatchObject({ question: 'failing-tools', truncated: false });
    expect(structured['columns']).toContainEqual({ name: 'last_ts_ms', type: 'number', unit: 'epoch-ms' });
    expect(structured['rows']).toEqual([['read', 3, expect.any(Number), expect.any(String)]]);
    expect(await mcp.call('ask_question', { name: 'failing-tool' })).toMatchObject({
      isError: true,
      text: 'There is no question "failing-tool"; list_questions names all.',
    });
    const wrong = await mcp.call('ask_question', { name: 'failing-tools', params: { limit: 0 } });
    expect(wrong).toMatchObject({
      isError: true,
      text: expect.stringContaining('limit of failing-tools is below 1') as string,
    });
  });

  it('run SQL with values, and tell line and column of a mistake', async () => {
    const { structured } = await sql('SELECT {word:String} AS w, toUInt64(7) AS n', { params: { word: "a'b" } });
    expect(structured).toMatchObject({
      columns: [
        { name: 'w', type: 'String' },
        { name: 'n', type: 'UInt64' },
      ],
      rows: [["a'b", '7']],
      truncated: false,
    });
    const wrong = await sql('SELECT 1,\n  FORM seq.context WHERE');
    expect(wrong.isError).toBe(true);
    expect(wrong.text).toMatch(/^Syntax error at line 2, column \d+: /);
    const long = await sql(`SELECT nothing_like_${'x'.repeat(20_000)}`);
    expect(long.isError).toBe(true);
    expect(long.text.length).toBeLessThan(2_100);
  });

  it('describe tables with columns and comments, page by page', async () => {
    const all = await mcp.call('describe_tables', { columns: false, limit: 200 });
    const names = (all.structured['tables'] as { database: string; table: string }[]).map(
      ({ database, table }) => `${database}.${table}`,
    );
    expect(names).toEqual(expect.arrayContaining(['seq.context', 'hive.model_invocations', 'hive.tool_calls']));
    expect(names.filter((name) => /^(system|default|information_schema)\./i.test(name))).toEqual([]);
    expect(all.structured['next_offset']).toBe(null);
    const paged: string[] = [];
    for (let offset: number | null = 0; offset !== null;) {
      const page = await mcp.call('describe_tables', { offset, limit: 7 });
      expect(page.text.length).toBeLessThan(60_000);
      paged.push(
        ...(page.structured['tables'] as { database: string; table: string; columns: unknown[] }[]).map((one) => {
          expect(one.columns.length).toBeGreaterThan(0);
          return `${one.database}.${one.table}`;
        }),
      );
      offset = page.structured['next_offset'] as number | null;
    }
    expect(paged).toEqual(names);
    const one = await mcp.call('describe_tables', { database: 'hive', table: 'tool_calls' });
    expect(one.text).toContain('"name":"tool_name"');
  });

  it("tell what the person does, and the state of Hivebar's own agent", async () => {
    expect((await mcp.call('context_now')).structured).toMatchObject({ recording_paused: false, app: null });
    expect((await mcp.call('agent_status')).structured).toMatchObject({
      state: expect.any(String) as string,
      suggestion: null,
    });
  });

  it('respect a pause', async () => {
    const dataDir = await newDataDir();
    await writeFile(
      join(dataDir, 'pause.json'),
      JSON.stringify({ version: 1, state: { kind: 'paused', sinceMs: Date.now(), untilMs: null } }),
    );
    const paused = await serve([], dataDir);
    const client = await startMcpClient(dataDir);
    const { structured } = await client.call('context_now');
    expect(structured).toMatchObject({ recording_paused: true, app: null, window_title: null, screen_text: null });
    expect(structured['summary']).toContain('has paused recording');
    await client.close();
    await paused.stop();
    await rm(dataDir, { recursive: true });
  });

  it('refuse what they do not know, with words about it', async () => {
    const { isError, text } = await mcp.call('query_sql', { sql: 'SELECT 1', max_rows: 0, maxBytes: 5 });
    expect(isError).toBe(true);
    expect(text).toContain('max_rows');
    expect(text).toContain('maxBytes');
    await expect(mcp.call('drop_everything')).rejects.toThrow('drop_everything');
  });
});

describe('the limits of query_sql', () => {
  it('cut rows and bytes, and say so', async () => {
    const rows = await sql('SELECT number FROM system.numbers LIMIT 100000', { max_rows: 50 });
    expect(rows.structured['rows']).toHaveLength(50);
    expect(rows.structured).toMatchObject({ truncated: true, note: expect.stringContaining('max_rows') as string });
    const usual = await sql('SELECT number FROM system.numbers LIMIT 100000');
    expect(usual.structured['rows']).toHaveLength(200);
    const bytes = await sql("SELECT repeat('é', 1000) FROM system.numbers LIMIT 100", { max_bytes: 10_000 });
    expect(Buffer.byteLength(JSON.stringify(bytes.structured['rows']))).toBeLessThan(10_002);
    expect(bytes.structured['rows']).toHaveLength(4);
    expect(bytes.structured).toMatchObject({ truncated: true, note: expect.stringContaining('max_bytes') as string });
    const huge = await sql("SELECT repeat('x', 900000)");
    expect(huge.structured).toMatchObject({
      rows: [],
      truncated: true,
      note: expect.stringContaining('The first row alone') as string,
    });
    const exact = await sql('SELECT number FROM system.numbers LIMIT 50', { max_rows: 50 });
    expect(exact.structured['truncated']).toBe(false);
  });

  it('stop a statement that takes too long', async () => {
    const { isError, text } = await sql('SELECT sum(sipHash64(number)) FROM system.numbers', { timeout_seconds: 1 });
    expect(isError).toBe(true);
    expect(text).toContain('No answer within 1 s');
  });

  it.each([
    ['insert', "INSERT INTO hive.tool_calls (tool_name) VALUES ('x')"],
    ['delete', 'DELETE FROM hive.tool_calls WHERE 1'],
    ['drop', 'DROP TABLE hive.tool_calls'],
    ['make a temporary table', 'CREATE TEMPORARY TABLE made (a String)'],
    ['leave read-only', 'SELECT 1 SETTINGS readonly = 0'],
    ['run without a limit of time', 'SELECT 1 SETTINGS max_execution_time = 0'],
    ['run two statements', 'SELECT 1; DROP TABLE hive.tool_calls'],
    ['read a file by a function', "SELECT file('$FILE')"],
    ['read a file by an escaped name', String.raw`SELECT "f\x69le"('$FILE')`],
    ['read a file by applying a function', "SELECT * APPLY file FROM (SELECT '$FILE')"],
    ['read a file as a table', "SELECT * FROM file('$FILE', 'LineAsString')"],
    ['read a file in typographic quotes', "SELECT “file”('$FILE')"],
    ['write the answer to a file', "SELECT 1 INTO OUTFILE '$FILE-out'"],
    ['fetch an address behind a comment', "SELECT * FROM url/**/('http://127.0.0.1:1/', 'LineAsString')"],
    ['reach this server as somebody else', "SELECT * FROM remote('127.0.0.1', system.users)"],
    ['see the users', 'SELECT * FROM system.users'],
    ["see others' statements", 'SELECT query FROM system.processes'],
    ['run a program', "SELECT * FROM executable('id', 'LineAsString', 'x String')"],
    ['stop the server', 'SYSTEM SHUTDOWN'],
    ['kill a query', "KILL QUERY WHERE user = 'mcp' SYNC"],
  ])('let nobody %s', async (_, text) => {
    const answer = await sql(text.replaceAll('$FILE', secretFile));
    expect(answer.isError, answer.text).toBe(true);
    expect(answer.text).not.toContain(secret);
    expect((await sql('SELECT count() FROM hive.tool_calls')).structured['rows']).toEqual([['3']]);
  });

  it('let nobody name a file function in a parameter', async () => {
    const answer = await sql(`SELECT arrayMap({f:Identifier}, ['${secretFile}'])`, { params: { f: 'file' } });
    expect(answer.isError).toBe(true);
  });
});

describe('hivebar mcp', () => {
  it.each([
    ['computes', 'SELECT sum(sipHash64(number)) FROM system.numbers'],
    [
      'sleeps',
      'SELECT max(sleepEachRow(0.05)) FROM (SELECT number FROM system.numbers LIMIT 1000) SETTINGS max_block_size = 20',
    ],
    [
      'unfolds',
      'SELECT sum(x) FROM (SELECT arrayJoin(range(100000)) AS x FROM system.numbers) SETTINGS max_block_size = 10',
    ],
    ['sorts', 'SELECT number FROM system.numbers ORDER BY sipHash64(number) LIMIT 3'],
  ])('ends a statement that %s on the server when the client cancels it', async (_, text) => {
    const mark = `mark_${randomUUID().replaceAll('-', '')}`;
    const control = new AbortController();
    const cancelled = mcp
      .call('query_sql', { sql: text.replace('SELECT', `SELECT '${mark}' AS m,`), timeout_seconds: 60 }, control.signal)
      .catch((error: unknown) => String(error));
    await until('the statement runs', async () => (await running(mark)) > 0);
    control.abort('enough');
    // It did not end by itself.
    expect(await cancelled).toContain('enough');
    await until('the statement is gone', async () => (await running(mark)) === 0, 5_000);
  });

  it('runs calls side by side: many at once, and quick ones beside a slow one', async () => {
    const control = new AbortController();
    const slow = mcp
      .call(
        'query_sql',
        { sql: 'SELECT sum(sipHash64(number)) FROM system.numbers', timeout_seconds: 60 },
        control.signal,
      )
      .catch((error: unknown) => String(error));
    const many = await Promise.all(Array.from({ length: 20 }, (_, n) => sql(`SELECT ${n}, sleep(0.05)`)));
    expect(many.map(({ structured }) => (structured['rows'] as unknown[][])[0]?.[0])).toEqual(
      Array.from({ length: 20 }, (_, n) => n),
    );
    control.abort();
    await slow;
  });

  it('waits for its turn when another client has taken all places', async () => {
    const other = await startMcpClient(served.dataDir);
    const [mine, theirs] = await Promise.all(
      [mcp, other].map((client) =>
        Promise.all(
          Array.from({ length: 8 }, () =>
            client.call('query_sql', { sql: 'SELECT sum(sleepEachRow(0.1)) FROM numbers(4)' }),
          ),
        ),
      ),
    );
    expect([...(mine ?? []), ...(theirs ?? [])].filter(({ isError }) => isError)).toEqual([]);
    await other.close();
  });

  it('outlives Hivebar: says how to start it, and answers again once it is there', async () => {
    const dataDir = await newDataDir();
    const client = await startMcpClient(dataDir);
    for (const [name, input] of [
      ['query_sql', { sql: 'SELECT 1' }],
      ['ask_question', { name: 'cost-now' }],
      ['describe_tables', {}],
      ['context_now', {}],
      ['agent_status', {}],
    ] as const) {
      const answer = await client.call(name, input);
      expect([name, answer.isError]).toEqual([name, true]);
      expect(answer.text).toContain('start the Hivebar app');
    }
    expect((await client.call('list_questions')).isError).toBe(false);
    for (let round = 0; round < 2; round += 1) {
      const again = await serve([], dataDir);
      expect((await client.call('query_sql', { sql: 'SELECT 1' })).structured['rows']).toEqual([[1]]);
      await again.stop();
      expect((await client.call('query_sql', { sql: 'SELECT 1' })).text).toContain('start the Hivebar app');
    }
    await client.close();
    await rm(dataDir, { recursive: true });
  });

  it('ends cleanly on SIGTERM while its client is still there', async () => {
    const child = startHivebar(['mcp', '--data-dir', served.dataDir]);
    const output = collectOutput(child);
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'server/discover' })}\n`);
    await until('it has answered', () => output.stdout().includes('\n'));
    child.kill('SIGTERM');
    const [exitCode] = (await once(child, 'close')) as [number | null];
    expect({ exitCode, stderr: output.stderr() }).toEqual({ exitCode: 0, stderr: '' });
  });

  it('prints nothing but the protocol, and ends when its input does', async () => {
    const child = startHivebar(['mcp', '--data-dir', served.dataDir]);
    const output = collectOutput(child);
    const hello = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'by hand', version: '1' },
    };
    child.stdin.write('this is no JSON\n');
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: hello })}\n`);
    await until('it has answered', () => output.stdout().includes('\n'));
    child.stdin.end();
    const [exitCode] = (await once(child, 'close')) as [number | null];
    expect(exitCode).toBe(0);
    for (const line of output.stdout().trimEnd().split('\n')) {
      expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
    }
  });

  it('takes a statement with it when its client goes away in the middle of it', async () => {
    const client = await startMcpClient(served.dataDir);
    const mark = `mark_${randomUUID().replaceAll('-', '')}`;
    const call = client
      .call('query_sql', { sql: `SELECT '${mark}', sum(sipHash64(number)) FROM system.numbers`, timeout_seconds: 60 })
      .catch((error: unknown) => String(error));
    await until('the statement runs', async () => (await running(mark)) > 0);
    await client.close();
    await call;
    await until('the statement is gone', async () => (await running(mark)) === 0, 5_000);
  });
});
