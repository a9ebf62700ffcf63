import { join } from 'node:path';
import type { Stop } from '../../contract/lifecycle.ts';
import { type Result, ok } from '../../contract/result.ts';
import { loginOf, readRuntime } from '../../core/database/runtime-file.ts';
import { describeWriterError } from '../../core/writer/writer-error.ts';
import { type Writer, journalDirOf, openWriter } from '../../core/writer/writer.ts';
import { type Failure, inTrouble } from '../failure.ts';
import { programPaths } from '../program-paths.ts';
import { runningRuntime } from '../running-database.ts';

export interface RunningWriter {
  readonly writer: Writer;
  readonly stopFollowing: Stop;
}

const followPeriodMs = 500;
/** A table that is refused while ClickHouse comes back is tried again this often. */
const retryFailedMs = 1_000;

/** A writer of our own towards the running recorder's ClickHouse. It follows when ClickHouse comes back on other ports. */
export async function openRunningWriter(dataDir: string): Promise<Result<RunningWriter, Failure>> {
  const runtime = await runningRuntime(dataDir);
  if (!runtime.ok) return runtime;
  const { host, tcpPort, user } = loginOf(runtime.value, 'writer');
  const opened = openWriter({
    addonPath: join(programPaths(dataDir).nativeDir, 'seqch.node'),
    host,
    port: tcpPort,
    user: user.name,
    password: user.password,
    journalDir: journalDirOf(dataDir),
    retryFailedMs,
  });
  if (!opened.ok) return inTrouble(describeWriterError(opened.error));
  const writer = opened.value;
  let port = tcpPort;
  const following = setInterval(() => {
    void readRuntime(dataDir).then((now) => {
      if (!now.ok || now.value.tcpPort === port) return;
      port = now.value.tcpPort;
      writer.setServer(now.value.host, port);
    });
  }, followPeriodMs);
  return ok({ writer, stopFollowing: () => clearInterval(following) });
}
