import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Served, clickhousePid, collectOutput, serve, startHivebar, until } from './hivebar-program.ts';
import { answeredSums, firstMs, jsonLines, modelInvocations, sumsPerHour } from './recorded-rows.ts';

// Many real processes are started here, on machines that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const table = 'hive.model_invocations';
const range = ['--param', `from_ms=${firstMs}`, '--param', `to_ms=${firstMs + 4 * 3_600_000}`];

async function count(served: Served, of = table): Promise<number> {
  const { exitCode, stdout, stderr } = await served.run(['query', `SELECT count() FROM ${of}`]);
  if (exitCode === 3) return Number.NaN;
  if (exitCode !== 0) throw new Error(stderr);
  return Number(stdout);
}

async function killClickHouse(served: Served): Promise<void> {
  process.kill(await clickhousePid(served.dataDir), 'SIGKILL');
}

describe('a hundred thousand rows', () => {
  const rows = modelInvocations(100_000);
  let served: Served;
  beforeAll(async () => {
    served = await serve();
  });
  afterAll(() => served.stop());

  it('are stored, counted, and summed per hour as their sum is without ClickHouse', async () => {
    const file = join(served.dataDir, 'rows.jsonl');
    await writeFile(file, jsonLines(rows));
    const pushed = await served.run(['push', table, file, '--json']);
    expect(pushed.exitCode).toBe(0);
    expect(JSON.parse(pushed.stdout)).toMatchObject({ rows: 100_000, refused: 0, unacknowledged: 0 });
    expect((await served.run(['query', `SELECT count() FROM ${table}`])).stdout).toBe('100000\n');
    const answer = await served.run(['ask', 'cost-per-hour', '--json', ...range]);
    expect(answeredSums(answer.stdout)).toEqual(sumsPerHour(rows));
  });

  it('are all there, with their sums, when ClickHouse was killed and came back by itself', async () => {
    const killed = await clickhousePid(served.dataDir);
    await killClickHouse(served);
    await until('ClickHouse answers again', async () => (await count(served)) === 100_000);
    expect(await clickhousePid(served.dataDir)).not.toBe(killed);
    const answer = await served.run(['ask', 'cost-per-hour', '--json', ...range]);
    expect(answeredSums(answer.stdout)).toEqual(sumsPerHour(rows));
    await until('the recorder says that all is well', async () => (await served.run(['status'])).exitCode === 0);
  });

  it('land once each although ClickHouse is killed in the middle of the push', async () => {
    const before = await count(served, 'hive.supersteps');
    const child = startHivebar(['push', 'hive.supersteps', '-', '--json', '--data-dir', served.dataDir]);
    const output = collectOutput(child);
    const steps = Array.from({ length: 100_000 }, (_, index) => ({
      ts_ms: firstMs + index,
      thread_id: 'thread',
      graph_name: 'g',
      step_index: index,
      status: 'finished',
    }));
    child.stdin.write(jsonLines(steps.slice(0, 40_000)));
    await until('some rows have landed', async () => (await count(served, 'hive.supersteps')) > before);
    child.stdin.write(jsonLines(steps.slice(40_000, 60_000)));
    await killClickHouse(served);
    child.stdin.end(jsonLines(steps.slice(60_000)));
    const [exitCode] = (await once(child, 'close')) as [number | null];
    expect([exitCode, output.stderr()]).toEqual([0, '']);
    expect(JSON.parse(output.stdout())).toMatchObject({ rows: 100_000, refused: 0, unacknowledged: 0 });
    expect(await count(served, 'hive.supersteps')).toBe(100_000);
    const distinct = await served.run(['query', 'SELECT uniqExact(step_index) FROM hive.supersteps']);
    expect(distinct.stdout).toBe('100000\n');
  });
});

describe('a push that is interrupted', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve();
  });
  afterAll(() => served.stop());

  it('stores what it has read, and says that there was more', async () => {
    const child = startHivebar(['push', 'hive.supersteps', '--data-dir', served.dataDir]);
    const output = collectOutput(child);
    child.stdin.write(`{"ts_ms":${firstMs},"graph_name":"g","status":"finished"}\n{"ts_ms":`);
    await until('the row has landed', async () => (await count(served, 'hive.supersteps')) === 1);
    child.kill('SIGINT');
    const [exitCode] = (await once(child, 'close')) as [number | null];
    expect([exitCode, output.stdout().split(',', 1)[0]]).toEqual([1, '1 row stored in hive.supersteps']);
    expect(output.stderr()).toContain('Stopped before the end of the input');
  });
});

describe('lines that do not fit', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve();
  });
  afterAll(() => served.stop());

  const lines = [
    '{"ts_ms":1790000000000,"provider":"anthropic","model":"first","ok":1}',
    '{"ts_ms":1790000000000,"provider":"anthropic","model":"m","ok":1,"no_such_column":1}',
    '{"ts_ms":"soon","provider":"anthropic","model":"m","ok":1}',
    '{"ts_ms":1790000000000,"provider":"anthropic","model":"m","ok":1,"input_tokens":4294967296}',
    '{"ts_ms":1790000000000,"provider":"secret words"',
    '',
    '[1,2,3]',
    '{"ts_ms":1790000000000,"provider":"anthropic","model":"last","ok":1,"cost_micros":9007199254740993}',
  ];

  it('are refused with number and reason, and the others are stored', async () => {
    const { exitCode, stdout, stderr } = await served.run(['push', table], lines.join('\n'));
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^2 rows stored in hive\.model_invocations, 5 refused/);
    const refusals = stderr.trimEnd().split('\n');
    expect(refusals.map((text) => text.split(':', 1)[0])).toEqual(['line 2', 'line 3', 'line 4', 'line 5', 'line 7']);
    for (const [at, reason] of [
      'no_such_column',
      'ts_ms',
      'from 0 to 4294967295',
      'broken JSON',
      'no JSON object',
    ].entries()) {
      expect(refusals[at]).toContain(reason);
    }
    expect(stderr).not.toContain('secret');
    const stored = await served.run([
      'query',
      `SELECT model, cost_micros FROM ${table} ORDER BY model`,
      '--format',
      'TSV',
    ]);
    expect(stored.stdout).toBe('first\t\\N\nlast\t9007199254740993\n');
  });

  it('are all counted, but only some are shown', async () => {
    const bad = 'broken\n'.repeat(50);
    const { stderr, stdout, exitCode } = await served.run(['push', table, '-', '--show-refused', '3'], bad);
    expect(exitCode).toBe(1);
    expect(stderr.split('\n')).toHaveLength(5);
    expect(stderr).toContain('47 refused lines more');
    expect(stdout).toContain('0 rows stored');
    const json = await served.run(['push', table, '-', '--json'], bad);
    const summary = JSON.parse(json.stdout) as { refused: number; refusedLines: { line: number; reason: string }[] };
    expect(summary.refused).toBe(50);
    expect(summary.refusedLines[49]).toMatchObject({ line: 50 });
    expect(json.stderr).toBe('');
  });

  it('are no matter of a table that does not exist or may not be written', async () => {
    for (const [name, exitCode] of [
      ['hive.nope', 2],
      ['system.tables', 2],
      ['nodatabase', 2],
    ] as const) {
      expect([name, (await served.run(['push', name], '{}\n')).exitCode]).toEqual([name, exitCode]);
    }
  });
});
