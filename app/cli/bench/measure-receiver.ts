import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Figure } from '../../core/bench/bench-report.ts';
import { type OtlpEffort, measureOtlp } from '../../core/bench/measure-otlp.ts';
import { MeasurementFailed } from '../../core/bench/measurement-failed.ts';
import { connectDatabase } from '../../core/database/database.ts';
import { describeProblem } from '../../core/database/problem.ts';
import { systemClock } from '../../core/host/system-clock.ts';
import { startServeChild } from './serve-child.ts';

/** Measures the OTLP receiver of a recorder of its own, with rows all the way to ClickHouse. */
export async function measureReceiver(
  dataDir: string,
  programFile: string,
  effort: OtlpEffort,
  onProgress: (what: string, share: number) => void,
): Promise<{ readonly figures: Figure[]; readonly clickhouse: string }> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // Not the usual port: telemetry of real agents would come in, and be gone with the folder.
  const agents = { otlpPort: await freePort(), followTranscripts: false };
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ agents }));
  const served = await startServeChild(dataDir, programFile);
  try {
    const connected = await connectDatabase(dataDir);
    if (!connected.ok) throw new MeasurementFailed(describeProblem(connected.error));
    const database = connected.value;
    try {
      const { otlpPort, socketPath, engineVersion } = database.runtime();
      if (otlpPort === undefined) throw new MeasurementFailed('The recorder opened no OTLP receiver');
      if (socketPath === undefined) throw new MeasurementFailed('The recorder opened no Unix socket');
      const figures = await measureOtlp(
        systemClock(),
        { port: otlpPort, pid: served.pid, socketPath, reader: database.reader },
        effort,
        onProgress,
      );
      return { figures, clickhouse: engineVersion };
    } finally {
      await database.close();
    }
  } finally {
    await served.stop();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('A listening server has no port');
  return address.port;
}
