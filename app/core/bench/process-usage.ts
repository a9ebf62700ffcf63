import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What a process has used up to one moment. */
export interface ProcessUsage {
  /** User and system time since its start. */
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  /** Memory that is backed by no file, which is what the process costs the machine. Unknown on macOS. */
  readonly anonymousBytes: number | null;
}

const runFile = promisify(execFile);

/** `getconf CLK_TCK` of every Linux that Node runs on. */
const clockTicksPerSecond = 100;

/** Reads another process's figures: from /proc on Linux, from ps on macOS. Throws when there is no such process. */
export async function processUsage(pid: number, platform: NodeJS.Platform = process.platform): Promise<ProcessUsage> {
  if (platform === 'linux') {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/status`, 'utf8'),
    ]);
    return parseProc(stat, status);
  }
  const { stdout } = await runFile('/bin/ps', ['-o', 'time=,rss=', '-p', String(pid)]);
  return parsePs(stdout);
}

/** The name, second in `stat`, may hold spaces and parentheses: fields are counted from its end. */
export function parseProc(stat: string, status: string): ProcessUsage {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const kilobytes = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  return {
    cpuSeconds: ticks / clockTicksPerSecond,
    residentBytes: kilobytes('VmRSS') * 1_024,
    anonymousBytes: kilobytes('RssAnon') * 1_024,
  };
}

/** `[days-]hours:minutes:seconds.fraction kilobytes`, as macOS prints it. */
export function parsePs(line: string): ProcessUsage {
  const match = /^\s*(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)\s+(\d+)/.exec(line);
  if (match === null) throw new Error(`ps says nothing about the process: "${line.trim()}"`);
  const [days, hours, minutes, seconds, kilobytes] = match
    .slice(1)
    .map((text) => Number((text as string | undefined) ?? 0));
  return {
    cpuSeconds: (days ?? 0) * 86_400 + (hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0),
    residentBytes: (kilobytes ?? 0) * 1_024,
    anonymousBytes: null,
  };
}

/** The child processes of a process whose command line contains `name`. */
export async function childProcesses(
  parent: number,
  name: string,
  platform: NodeJS.Platform = process.platform,
): Promise<number[]> {
  const listed =
    platform === 'linux' ? await listProc() : parsePsList((await runFile('/bin/ps', psListArguments)).stdout);
  return listed.filter((one) => one.parent === parent && one.command.includes(name)).map(({ pid }) => pid);
}

interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** A process that ends while the list is made is left out. */
async function listProc(): Promise<ListedProcess[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const listed = await Promise.all(
    pids.map(async (pid) => {
      const files = [readFile(`/proc/${pid}/stat`, 'utf8'), readFile(`/proc/${pid}/cmdline`, 'utf8')];
      const [stat, command] = await Promise.all(files).catch(() => [undefined, undefined]);
      if (stat === undefined || command === undefined) return [];
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return [{ pid: Number(pid), parent, command: command.replaceAll('\0', ' ') }];
    }),
  );
  return listed.flat();
}

const psListArguments = ['-A', '-o', 'pid=,ppid=,command='];

export function parsePsList(text: string): ListedProcess[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
