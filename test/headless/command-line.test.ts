import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Served, hivebar, newDataDir, serve, startHivebar } from './hivebar-program.ts';

// Many real processes are started here, on machines that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const commands = ['serve', 'status', 'query', 'ask', 'mcp', 'push', 'schema', 'doctor', 'bench'];

describe('the command line', () => {
  it('explains itself and every command', async () => {
    const { exitCode, stdout, stderr } = await hivebar(['--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    for (const command of commands) {
      const help = await hivebar([command, '--help']);
      expect(help).toMatchObject({ exitCode: 0, stderr: '' });
      expect(help.stdout).toMatch(new RegExp(`^Usage: hivebar ${command}`));
      for (const option of ['--json', '--data-dir DIR', 'Examples:']) expect(help.stdout).toContain(option);
    }
    expect((await hivebar(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('answers a slip with exit status 2 and the word that was meant', async () => {
    expect(await hivebar(['stauts'])).toMatchObject({ exitCode: 2, stdout: '' });
    expect((await hivebar(['stauts'])).stderr).toContain('Did you mean status?');
    expect((await hivebar(['query', 'SELECT 1', '--fromat', 'CSV'])).stderr).toContain('Did you mean --format?');
    expect((await hivebar(['query', 'SELECT 1', '--fromat', 'CSV'])).exitCode).toBe(2);
  });

  it('ends with 3 where nothing runs, and says how to start it', async () => {
    const dataDir = await newDataDir();
    for (const args of [
      ['status'],
      ['query', 'SELECT 1'],
      ['ask', 'cost-now'],
      ['push', 'hive.tool_calls', '-'],
      ['schema', 'check'],
    ]) {
      const { exitCode, stderr } = await hivebar([...args, '--data-dir', dataDir]);
      expect([args[0], exitCode]).toEqual([args[0], 3]);
      expect(stderr).toContain('hivebar serve');
    }
    await rm(dataDir, { recursive: true });
  });
});

describe('commands on a running recorder', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve();
  });
  afterAll(() => served.stop());

  it('say how it is, as a table and as JSON', async () => {
    const text = await served.run(['status']);
    expect(text.exitCode).toBe(0);
    expect(text.stdout).toMatch(/^database +ok /m);
    const json = JSON.parse((await served.run(['status', '--json'])).stdout) as Record<string, unknown>;
    expect(json).toMatchObject({ pid: served.ready.pid, databaseAnswers: true, down: [] });
  });

  it('read what they are asked and cannot write', async () => {
    expect((await served.run(['query', 'SELECT 6 * 7'])).stdout).toBe('42\n');
    const table = await served.run([
      'query',
      "SELECT repeat('b', number) AS name, number * 7 AS n FROM system.numbers LIMIT 3",
    ]);
    expect(table.stdout).toBe('name   n\n       0\nb      7\nbb    14\n');
    const csv = await served.run([
      'query',
      'SELECT number AS n FROM system.numbers LIMIT 3',
      '--format',
      'CSVWithNames',
    ]);
    expect(csv.stdout).toBe('"n"\n0\n1\n2\n');
    const json = await served.run(['query', 'SELECT {word:String} AS w', '--json', '--param', 'word=a=b']);
    expect(json.stdout).toBe('{"w":"a=b"}\n');
    expect((await served.run(['query', '-'], 'SELECT 5;\n')).stdout).toBe('5\n');
    expect((await served.run(['query', "SELECT 'a' AS x, 1 AS y FORMAT CSV"])).stdout).toBe('"a",1\n');
    for (const sql of [
      'DROP TABLE hive.tool_calls',
      'INSERT INTO hive.tool_calls (ts_ms) VALUES (1)',
      "SELECT * FROM file('/etc/hostname')",
    ]) {
      const refused = await served.run(['query', sql]);
      expect([sql, refused.exitCode, refused.stdout]).toEqual([sql, 1, '']);
    }
    expect((await served.run(['query', 'SELEC 1'])).exitCode).toBe(2);
  });

  it('stream an answer of any size, and stop when nobody reads on', async () => {
    const child = startHivebar([
      'query',
      'SELECT number FROM system.numbers LIMIT 3000000',
      '--format',
      'TSV',
      '--data-dir',
      served.dataDir,
    ]);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [exitCode] = (await once(child, 'close')) as [number | null];
    expect(exitCode).toBe(0);
  });

  it('list the questions and what each takes, and answer all of them', async () => {
    const { stdout } = await served.run(['ask', '--list', '--json']);
    const questions = stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string }).name);
    expect(questions).toContain('cost-per-hour');
    expect((await served.run(['ask', 'cost-per-hour', '--list'])).stdout).toContain('from_ms');
    expect((await served.run(['ask', 'cost-now', '--json'])).exitCode).toBe(0);
    const slip = await served.run(['ask', 'cost-per-huor']);
    expect(slip).toMatchObject({ exitCode: 2 });
    expect(slip.stderr).toContain('Did you mean cost-per-hour?');
    const stray = await served.run(['ask', 'cost-now', '--param', 'nope=1']);
    expect(stray.exitCode).toBe(2);
  });

  it('find the schema whole, and applying it again changes nothing', async () => {
    const check = await served.run(['schema', 'check']);
    expect(check.exitCode).toBe(0);
    expect(check.stdout).toMatch(/^hive\.model_invocations +MergeTree +0 /m);
    expect((await served.run(['schema', 'apply'])).stdout).toMatch(/^Up to date/);
    expect((await served.run(['schema', 'aply'])).exitCode).toBe(2);
    await writeFile(join(served.dataDir, 'settings.json'), '{"retentionDays":{"traceEvents":7}}');
    // The recorder follows the file by itself: whichever of the two is first, the tables follow it then.
    expect((await served.run(['schema', 'apply'])).exitCode).toBe(0);
    expect((await served.run(['query', 'SHOW CREATE TABLE seq.trace_events'])).stdout).toContain('(7 * 86400)');
    expect((await served.run(['schema', 'apply'])).stdout).toMatch(/^Up to date/);
  });

  it('examine program, machine and recorder', async () => {
    const doctor = await served.run(['doctor', '--json']);
    expect(doctor.exitCode).toBe(0);
    const { failed, checks } = JSON.parse(doctor.stdout) as {
      failed: number;
      checks: { name: string; verdict: string }[];
    };
    expect(failed).toBe(0);
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['node', 'disk space', 'recorder', 'TCP port', 'schema']),
    );
  });
});
