import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startProcess } from './clickhouse-process.ts';
import { realClock } from './testing.ts';

it('tells the end of a process that is gone at once, however long its log takes to be closed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hivebar-process-'));
  const runs = Array.from({ length: 60 }, async (_, index) => {
    const started = await startProcess({
      executable: '/bin/sh',
      args: ['-c', 'exit 4'],
      cwd: folder,
      logFile: join(folder, `log-${index}`),
      clock: realClock,
    });
    if (!started.ok) throw new Error(started.error.reason);
    return started.value.ended;
  });
  expect(await Promise.all(runs)).toEqual(runs.map(() => ({ code: 4, signal: null })));
  await rm(folder, { recursive: true });
});
