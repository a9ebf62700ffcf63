import { readFile } from 'node:fs/promises';

/** What the main thread of a process has had since it began. */
export interface ThreadTimes {
  readonly cpuMs: number;
  /** Ready to run, while others had the cores. */
  readonly waitedMs: number;
}

/** The times of a process's main thread; null where the system does not tell. */
export async function threadTimes(pid: number): Promise<ThreadTimes | null> {
  const text = await readFile(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').catch(() => null);
  const [cpuNs, waitedNs] = text?.split(' ').map(Number) ?? [];
  if (cpuNs === undefined || waitedNs === undefined) return null;
  return { cpuMs: cpuNs / 1e6, waitedMs: waitedNs / 1e6 };
}

/** In words, how much of the time in which a thread had work to do it waited for a core; empty when nobody knows. */
export function waitNote(before: ThreadTimes | null, after: ThreadTimes | null): string {
  if (before === null || after === null) return '';
  const waited = after.waitedMs - before.waitedMs;
  const wanted = waited + after.cpuMs - before.cpuMs;
  if (wanted <= 0) return '';
  return `; of the time in which it had work, the recorder waited ${Math.round((waited / wanted) * 100)} % for a core`;
}
