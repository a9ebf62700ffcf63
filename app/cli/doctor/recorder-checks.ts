import type { PartHealth } from '../../contract/health.ts';
import type { Settings } from '../../contract/settings.ts';
import { unreachable } from '../../contract/result.ts';
import { connectDatabase } from '../../core/database/database.ts';
import { probeHttp, probeTcp } from '../../core/database/probe.ts';
import { loginOf, readRuntime } from '../../core/database/runtime-file.ts';
import { checkSchema } from '../../core/database/schema-check.ts';
import type { Paths } from '../../core/host.ts';
import { retentionParameters } from '../../core/retention.ts';
import { type RunningStatus, isProcessAlive, readStatusFile } from '../../core/status-file.ts';
import { duration } from '../human-numbers.ts';
import { type Check, failure, fine, warning } from './check.ts';

const probeLimitMs = 3_000;
const startIt = 'Start it with hivebar serve, or open the app.';

/** What can be seen of a recorder from outside. One that does not run is a warning: doctor must help before the first start. */
export async function checkRecorder(paths: Paths, settings: Settings): Promise<Check[]> {
  const { dataDir } = paths;
  const runtime = await readRuntime(dataDir);
  if (!runtime.ok) return [warning('recorder', 'Nothing records into this data directory.', startIt)];
  const { httpPort, tcpPort } = runtime.value;
  const [http, tcp] = await Promise.all([
    probeHttp(loginOf(runtime.value, 'reader'), probeLimitMs),
    probeTcp(loginOf(runtime.value, 'writer'), probeLimitMs),
  ]);
  const restart = 'Stop the recorder and start it again; its log is logs/hivebar.log in the data directory.';
  const checks = [
    http.ok
      ? fine('HTTP port', `ClickHouse ${http.value} lets us in on port ${httpPort}.`)
      : failure('HTTP port', `Port ${httpPort} does not answer as our ClickHouse (${http.error.reason}).`, restart),
    tcp === undefined
      ? fine('TCP port', `The native protocol lets us in on port ${tcpPort}.`)
      : failure('TCP port', `Port ${tcpPort} does not answer as our ClickHouse (${tcp.reason}).`, restart),
  ];
  const status = await readStatusFile(dataDir, { now: Date.now, isAlive: isProcessAlive });
  checks.unshift(...(status.ok ? statusChecks(status.value) : [warning('recorder', status.error, restart)]));
  if (http.ok) checks.push(await schemaCheck(paths, settings));
  return checks;
}

/** The running recorder's own words, as checks. */
export function statusChecks(running: RunningStatus): Check[] {
  switch (running.kind) {
    case 'gone':
      return [warning('recorder', running.message, startIt)];
    case 'silent':
      return [
        failure(
          'recorder',
          `Process ${running.pid} has said nothing for ${duration(running.silentMs)}.`,
          'End that process and start Hivebar again.',
        ),
      ];
    case 'answers': {
      const { nowMs, writer, sources, database } = running.status;
      const last = Math.max(0, ...[writer, ...sources].map((part) => part.lastEventMs ?? 0));
      const lag = last === 0 ? 'nothing recorded yet' : `last event ${duration(nowMs - last)} ago`;
      const ahead = last - nowMs > 300_000;
      return [
        ahead
          ? warning(
              'recorder',
              `The newest event lies ${duration(last - nowMs)} in the future.`,
              'Check the clock of whoever sent it.',
            )
          : fine('recorder', `Runs as process ${running.pid}, ${lag}.`),
        ...[database, writer, ...sources].map(partCheck),
      ];
    }
    default:
      return unreachable(running);
  }
}

function partCheck(part: PartHealth): Check {
  switch (part.state) {
    case 'ok':
    case 'paused':
    case 'starting':
      return fine(part.name, part.message);
    case 'degraded':
    case 'unavailable':
      return warning(part.name, part.message, 'What works goes on.');
    case 'failing':
    case 'stopped':
      return failure(part.name, part.message, 'It is tried again by itself; if this stays, restart the recorder.');
    default:
      return unreachable(part.state);
  }
}

async function schemaCheck({ dataDir, schemaDir }: Paths, settings: Settings): Promise<Check> {
  const connected = await connectDatabase(dataDir);
  if (!connected.ok) return warning('schema', 'The tables could not be looked at.', startIt);
  try {
    const report = await checkSchema(connected.value.admin, schemaDir, retentionParameters(settings));
    if (report.missing.length + report.pending.length === 0) {
      return fine('schema', `All ${report.objects.length} tables, views and dictionaries are there.`);
    }
    const lacks = [...report.missing, ...report.pending.map((file) => `schema/${file}`)].join(', ');
    return failure('schema', `Missing or not applied: ${lacks}.`, 'Run hivebar schema apply.');
  } finally {
    await connected.value.close();
  }
}
