import type { DatabasePorts } from './ports.ts';
import type { DatabaseProblem } from './problem.ts';
import { type ProcessEnd, hostExit } from './clickhouse-process.ts';

/** What a failed start can be read from. */
export interface StartEvidence {
  /** How the process ended; undefined while it still runs. */
  readonly end: ProcessEnd | undefined;
  /** What it answered on its HTTP port in place of its version. */
  readonly refusal: string | undefined;
  /** Everything that the process printed. */
  readonly output: string;
  readonly logFile: string;
  readonly executable: string;
  readonly dataDir: string;
  readonly ports: DatabasePorts;
  readonly waitedMs: number;
  /** Who has the data open according to its status file; 0 when that is not known. */
  readonly ownerPid: number;
}

/** Says why ClickHouse did not start. Its exit status says little: the reason stands in what it printed. */
export function explainStartFailure(evidence: StartEvidence): DatabaseProblem {
  const { output, logFile } = evidence;
  if (/\bCode: 210\b|Address already in use/.test(output)) {
    return { kind: 'port-taken', ports: [evidence.ports.httpPort, evidence.ports.tcpPort] };
  }
  const damaged = damagedDefinition(output);
  if (damaged !== undefined) return { kind: 'metadata-corrupt', file: damaged };
  const owner = /Another server instance in same directory is already running/.test(output);
  if (owner) return { kind: 'already-running', pid: evidence.ownerPid, dataDir: evidence.dataDir };
  if (evidence.end?.code === hostExit.libraryNotLoaded) {
    const reason = /clickhouse-host: library ([^\n]+)/.exec(output)?.[1] ?? 'it cannot be loaded';
    return { kind: 'library-wrong-platform', path: evidence.executable, reason };
  }
  if (/Permission denied|Access to file denied|Read-only file system/.test(output)) {
    return { kind: 'data-dir-unreadable', path: evidence.dataDir, reason: lastMessage(output) };
  }
  if (evidence.refusal !== undefined) return { kind: 'start-failed', reason: evidence.refusal, logFile };
  if (evidence.end === undefined) return { kind: 'start-timeout', afterMs: evidence.waitedMs, logFile };
  return { kind: 'start-failed', reason: lastMessage(output) || describeEnd(evidence.end), logFile };
}

/** How a process ended, in words. */
export function describeEnd(end: ProcessEnd): string {
  if (end.signal !== null) return `ended by ${end.signal}`;
  return end.code === hostExit.endedByItself ? 'ended by itself' : `exit status ${end.code ?? 'unknown'}`;
}

/** The file whose definition could not be read, as ClickHouse names it: often relative to its data folder. */
function damagedDefinition(output: string): string | undefined {
  return /from (?:metadata )?file '?([^\n']+?\.sql)/.exec(output)?.[1];
}

/** The last line in which ClickHouse names an error, without its code and its type; else the last line. */
function lastMessage(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const error = lines.findLast((line) => /Exception|Code: \d+|error/i.test(line)) ?? lines.at(-1) ?? '';
  return error
    .replace(/^.*?DB::Exception: /, '')
    .slice(0, 300)
    .trim();
}
