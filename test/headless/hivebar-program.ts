import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The program as a person has it after `npm run build`. HIVEBAR_PROGRAM names another build of it. */
export const program = resolve(process.env['HIVEBAR_PROGRAM'] ?? 'dist/cli/hivebar.cjs');

/** How a run of `hivebar` ended. */
export interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command to its end. `input` is sent to its standard input, which then ends. */
export async function hivebar(args: readonly string[], input = ''): Promise<Run> {
  const child = startHivebar(args);
  const output = collectOutput(child);
  child.stdin.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  child.stdin.end(input);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, stdout: output.stdout(), stderr: output.stderr() };
}

/** Starts one command and leaves it running. */
export function startHivebar(args: readonly string[]) {
  if (!existsSync(program)) throw new Error(`${program} is not there; run npm run build first.`);
  // Without a display and with a home of its own, so that a test on somebody's own machine records neither them nor
  // what their agents do.
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/DISPLAY$|^(?:CLAUDE_CONFIG_DIR|CODEX_HOME|GEMINI_CLI_HOME)$/.test(name),
    ),
  );
  return spawn(process.execPath, [program, ...args], {
    env: { ...environment, HOME: testHome() },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

let emptyHome: string | undefined;

/** The home that a test has set, if it is one for tests; else an empty one. */
function testHome(): string {
  const set = process.env['HOME'];
  if (set?.startsWith(tmpdir()) === true) return set;
  if (emptyHome === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'hivebar-home-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    emptyHome = made;
  }
  return emptyHome;
}

/** What a child has printed so far. */
export function collectOutput(child: ChildProcess): { stdout: () => string; stderr: () => string } {
  const chunks: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
  child.stdout?.on('data', (chunk: Buffer) => chunks.stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.stderr.push(chunk));
  return {
    stdout: () => Buffer.concat(chunks.stdout).toString('utf8'),
    stderr: () => Buffer.concat(chunks.stderr).toString('utf8'),
  };
}

/** What `serve` prints when it is ready. */
export interface ReadyLine {
  readonly dataDir: string;
  readonly pid: number;
  readonly httpPort: number;
  readonly tcpPort: number;
  readonly otlpPort: number;
  readonly socketPath: string;
}

/** A `hivebar serve` on a data directory of its own. */
export interface Served {
  readonly dataDir: string;
  readonly ready: ReadyLine;
  readonly child: ReturnType<typeof startHivebar>;
  /** Runs another command on the same data directory. */
  run(args: readonly string[], input?: string): Promise<Run>;
  /** Everything that `serve` has printed to standard output. */
  stdout(): string;
  /** Stops it as a person does, and removes the directory. */
  stop(): Promise<void>;
}

/** Starts `hivebar serve` and waits for its line. */
export async function serve(extra: readonly string[] = [], existingDir?: string): Promise<Served> {
  const dataDir = existingDir ?? (await newDataDir());
  const child = startHivebar(['serve', '--data-dir', dataDir, ...extra]);
  const output = collectOutput(child);
  await until('hivebar serve is ready', () => {
    if (child.exitCode !== null) throw new Error(`hivebar serve ended with ${child.exitCode}: ${output.stderr()}`);
    return output.stdout().includes('\n');
  });
  return {
    dataDir,
    child,
    ready: JSON.parse(output.stdout()) as ReadyLine,
    stdout: output.stdout,
    run: (args, input) => hivebar([...args, '--data-dir', dataDir], input),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'close');
      }
      if (existingDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export function newDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'hivebar-headless-'));
}

/** The process number of the ClickHouse that runs on a data directory, as ClickHouse itself wrote it down. */
export async function clickhousePid(dataDir: string): Promise<number> {
  const status = await readFile(join(dataDir, 'clickhouse', 'data', 'status'), 'utf8');
  const pid = /^PID: (\d+)/m.exec(status)?.[1];
  if (pid === undefined) throw new Error(`There is no PID in ${status}`);
  return Number(pid);
}

/** Settles when `condition` holds; throws after the deadline. A condition that throws ends the wait at once. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  deadlineMs = 45_000,
): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Not within ${deadlineMs} ms: ${what}`);
    await new Promise((wake) => setTimeout(wake, 25));
  }
}
