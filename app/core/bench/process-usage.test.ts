import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { childProcesses, parseProc, parsePs, parsePsList, processUsage } from './process-usage.ts';

describe('what a process uses', () => {
  it('is read from /proc, whatever the process is called', () => {
    const stat = '77 (a (b) c) S 1 77 77 0 -1 4194560 1 2 3 4 250 50 0 0 20 0 1 0 99 1 1';
    const status = 'Name:\ta\nVmRSS:\t  2048 kB\nRssAnon:\t   512 kB\n';
    expect(parseProc(stat, status)).toEqual({ cpuSeconds: 3, residentBytes: 2_097_152, anonymousBytes: 524_288 });
  });

  it('is read from ps, with minutes, hours or days', () => {
    expect(parsePs('   0:01.25  2048\n')).toEqual({ cpuSeconds: 1.25, residentBytes: 2_097_152, anonymousBytes: null });
    expect(parsePs('1-02:03:04 1\n').cpuSeconds).toBe(93_784);
    expect(() => parsePs('\n')).toThrow('says nothing');
  });

  it('is more than nothing for this very process', async () => {
    const usage = await processUsage(process.pid);
    expect(usage.residentBytes).toBeGreaterThan(10_000_000);
    expect(usage.cpuSeconds).toBeGreaterThan(0);
  });
});

describe('the children of a process', () => {
  it('are found by a part of their command line', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume() // needle-in-command'], { stdio: 'pipe' });
    await once(child, 'spawn');
    expect(await childProcesses(process.pid, 'needle-in-command')).toEqual([child.pid]);
    expect(await childProcesses(process.pid, 'no such child')).toEqual([]);
    child.stdin.end();
    await once(child, 'exit');
  });

  it('are read from ps where there is no /proc', () => {
    expect(parsePsList('  1     0 /sbin/launchd\n 77   1 /opt/x y\n')).toEqual([
      { pid: 1, parent: 0, command: '/sbin/launchd' },
      { pid: 77, parent: 1, command: '/opt/x y' },
    ]);
  });
});
