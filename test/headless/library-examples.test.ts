import { execFile } from 'node:child_process';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { defaultDataDir } from '../../app/core/host/data-dir.ts';
import { type Run, type Served, newDataDir, serve, until } from './hivebar-program.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/** The examples of libseqch as other people run them: they are told nothing but where the data directory is. */
const examples = [
  { language: 'C', app: 'record.c', command: [resolve('native/build/examples/record-c')] },
  { language: 'C++', app: 'record.cpp', command: [resolve('native/build/examples/record-cpp')] },
  { language: 'Python', app: 'record.py', command: ['python3', resolve('native/examples/record.py')] },
] as const;

function runExample(command: readonly [string, ...string[]], dataDir: string, subject: string): Promise<Run> {
  return runIn({ HIVEBAR_DATA_DIR: dataDir }, [...command, subject]);
}

function runIn(environment: Record<string, string>, command: readonly [string, ...string[]]): Promise<Run> {
  const [program, ...args] = command;
  const env = { PATH: process.env['PATH'], ...environment };
  return new Promise((settle) => {
    const child = execFile(program, args, { env }, (_error, stdout, stderr) => {
      settle({ exitCode: child.exitCode, stdout, stderr });
    });
  });
}

describe('a program that links libseqch', () => {
  let served: Served;
  let emptyDir: string;
  beforeAll(async () => {
    [served, emptyDir] = await Promise.all([serve(), newDataDir()]);
  });
  afterAll(async () => {
    await served.stop();
    await rm(emptyDir, { recursive: true });
  });

  it.each(examples)('in $language finds the running Hivebar, and its row can be queried', async ({ app, command }) => {
    const subject = `it's from ${app}: ä€😀`;
    const run = await runExample(command, served.dataDir, subject);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toMatch(/^acknowledged after \d+\.\d ms\n$/);
    const columns = 'kind, app, subject, value, abs(ts_ms - toUnixTimestamp64Milli(now64(3))) < 60000 AS is_recent';
    const stored = await served.run([
      'query',
      `SELECT ${columns} FROM seq.mem_events WHERE app = '${app}'`,
      '--format',
      'JSONEachRow',
    ]);
    expect(JSON.parse(stored.stdout)).toEqual({ kind: 'example', app, subject, value: 1, is_recent: 1 });
  });

  it.each(examples)('in $language says when Hivebar is not running, and where it looked', async ({ command }) => {
    const run = await runExample(command, emptyDir, 'nothing');
    expect(run).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `record: Hivebar is not running: there is no runtime.json in ${emptyDir}\n`,
    });
  });

  it.each(examples)(
    'in $language is told of a wrong password and of a file that others can read',
    async ({ command }) => {
      const otherDir = await newDataDir();
      const file = join(otherDir, 'runtime.json');
      const runtime = JSON.parse(await readFile(join(served.dataDir, 'runtime.json'), 'utf8')) as {
        users: { writer: { password: string } };
      };
      runtime.users.writer.password = 'wrong';
      await writeFile(file, JSON.stringify(runtime), { mode: 0o600 });
      const denied = await runExample(command, otherDir, 'nothing');
      expect(denied).toMatchObject({ exitCode: 1, stdout: '' });
      expect(denied.stderr).toMatch(
        /^record: rows of seq\.mem_events are not acknowledged: writer: Authentication failed/,
      );

      await chmod(file, 0o644);
      const open = await runExample(command, otherDir, 'nothing');
      expect(open.stderr).toBe(
        'record: runtime.json has mode 0644, so others may read or change it; it must be 0600\n',
      );
      await rm(otherDir, { recursive: true });
    },
  );

  it('looks where the app keeps its data when nobody says otherwise', async () => {
    const homeDir = emptyDir;
    for (const environment of [{}, { XDG_DATA_HOME: join(emptyDir, 'xdg') }, { XDG_DATA_HOME: 'relative' }]) {
      const expected = defaultDataDir({ platform: process.platform, homeDir, environment });
      const run = await runIn({ HOME: homeDir, ...environment }, examples[0].command);
      expect(run.stderr).toBe(`record: Hivebar is not running: there is no runtime.json in ${expected}\n`);
    }
  });

  /** Runs a program that imports the Python example as a module. */
  function runPython(lines: readonly string[]): Promise<Run> {
    const environment = {
      HIVEBAR_DATA_DIR: served.dataDir,
      PYTHONPATH: resolve('native/examples'),
      PYTHONDONTWRITEBYTECODE: '1',
    };
    return runIn(environment, ['python3', '-c', ['import os, signal, record', ...lines].join('\n')]);
  }

  async function subjectsOf(app: string): Promise<string> {
    const sql = `SELECT subject FROM seq.mem_events WHERE app = '${app}' ORDER BY subject`;
    return (await served.run(['query', sql, '--format', 'TSV'])).stdout;
  }

  it("in Python is refused by its parent's writer after a fork, and records with one of its own", async () => {
    const run = await runPython([
      'with record.Writer() as parent:',
      '    child = os.fork()',
      '    if child == 0:',
      '        try:',
      '            parent.push("example", "fork", "never")',
      '        except record.SeqchError as error:',
      '            os.write(1, f"{error}\\n".encode())',
      '        with record.Writer() as own:',
      '            own.push("example", "fork", "child")',
      '            own.flush(3000)',
      '        os._exit(0)',
      '    os.waitpid(child, 0)',
      '    parent.push("example", "fork", "parent")',
      '    parent.flush(3000)',
    ]);
    expect(run).toEqual({ exitCode: 0, stdout: 'the writer is closed\n', stderr: '' });
    expect(await subjectsOf('fork')).toBe('child\nparent\n');
  });

  it('in Python is killed right after a push, and Hivebar stores the row once', async () => {
    const run = await runPython([
      'record.Writer().push("example", "killed", "last words")',
      'os.kill(os.getpid(), signal.SIGKILL)',
    ]);
    expect(run.exitCode).toBeNull();
    await until('Hivebar has adopted what the process left', async () => (await subjectsOf('killed')) !== '');
    expect(await subjectsOf('killed')).toBe('last words\n');
  });
});
