import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { Clock, Log } from '../host.ts';
import { type ClickHouseProcess, type ProcessEnd, startProcess } from './clickhouse-process.ts';
import { type DatabaseFiles, writeConfig } from './config.ts';
import { forgetUnfinishedInserts } from './deduplication-logs.ts';
import { copyDefinitions, repairDefinition } from './definition-copies.ts';
import type { Endpoint, Login } from './endpoint.ts';
import { errorCode, reasonOf } from './file-errors.ts';
import type { LocalEngine } from './local-engine.ts';
import type { Degradation } from './health.ts';
import { type DatabasePorts, chooseFreePorts, loopback, takenPorts } from './ports.ts';
import { probeHttp, probePing, probeTcp } from './probe.ts';
import type { DatabaseProblem } from './problem.ts';
import { describeEnd, explainStartFailure } from './start-failure.ts';
import type { Launched } from './supervisor.ts';
import type { OwnUsers } from './users.ts';

export interface LaunchOptions {
  readonly engine: LocalEngine;
  readonly hostExecutable: string;
  readonly resourcesDir: string;
  readonly dataDir: string;
  readonly files: DatabaseFiles;
  readonly users: OwnUsers;
  readonly maxServerMemoryBytes: number;
  readonly backupsDir: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Ports of the run before, kept as long as nobody else has taken them. */
  readonly preferredPorts: DatabasePorts | undefined;
}

/** A started server, with what is known of it. */
export interface LaunchedServer extends Launched {
  readonly endpoint: Endpoint;
  readonly ports: DatabasePorts;
  readonly engineVersion: string;
  readonly repairs: readonly Degradation[];
}

/** A cold start with thousands of parts took 4 s; a slow disk may take ten times that. */
const readyLimitMs = 60_000;
const stopLimitMs = 8_000;
/** Our own server refuses us only while it starts, or for good. */
const refusalLimitMs = 5_000;
/** Each try after the first repairs what the one before failed on: other ports, or one definition file. */
const tries = 25;

/** Starts ClickHouse and waits until it answers on both ports. */
export async function launchServer(options: LaunchOptions): Promise<Result<LaunchedServer, DatabaseProblem>> {
  try {
    return await launchWithRepairs(options);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return fail({ kind: 'data-dir-unreadable', path: options.dataDir, reason: reasonOf(error) });
  }
}

async function launchWithRepairs(options: LaunchOptions): Promise<Result<LaunchedServer, DatabaseProblem>> {
  const repairs: Degradation[] = [];
  let ports = options.preferredPorts ?? (await chooseFreePorts());
  let problem: DatabaseProblem = { kind: 'port-taken', ports: [ports.httpPort, ports.tcpPort] };
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    if ((await takenPorts(ports)).length > 0) ports = await chooseFreePorts();
    const started = await startOnce(options, ports);
    if (started.ok) {
      await keepCopies(options);
      return ok({ ...started.value, repairs });
    }
    problem = started.error;
    options.log('warn', 'ClickHouse did not start', { attempt, problem: problem.kind });
    if (problem.kind === 'port-taken') {
      ports = await chooseFreePorts();
    } else if (problem.kind === 'metadata-corrupt') {
      const repair = await repairDefinition(options.files, problem.file);
      if (repair === undefined) break;
      repairs.push(repair);
    } else {
      break;
    }
  }
  return fail(problem);
}

/** A copy that cannot be made must not keep a server from running that runs. */
async function keepCopies({ files, log }: LaunchOptions): Promise<void> {
  await copyDefinitions(files).catch((error: unknown) => {
    log('warn', 'The table definitions could not be copied', { reason: reasonOf(error) });
  });
}

async function startOnce(
  options: LaunchOptions,
  ports: DatabasePorts,
): Promise<Result<Omit<LaunchedServer, 'repairs'>, DatabaseProblem>> {
  const { files, hostExecutable, clock, engine } = options;
  await writeConfig({ ...options, ports });
  const forgotten = await forgetUnfinishedInserts(files);
  if (forgotten > 0) options.log('info', 'Inserts that ClickHouse died in may come again', { parts: forgotten });
  const args = engine.hostArguments(files);
  const started = await startProcess({
    executable: hostExecutable,
    args,
    cwd: files.home,
    logFile: files.hostLog,
    clock,
  });
  if (!started.ok) {
    if (started.error.missing) return fail({ kind: 'host-missing', path: hostExecutable });
    return fail({ kind: 'start-failed', reason: started.error.reason, logFile: files.hostLog });
  }
  const process = started.value;
  const endpoint: Endpoint = {
    httpUrl: `http://${loopback}:${ports.httpPort}`,
    host: loopback,
    tcpPort: ports.tcpPort,
  };
  const login: Login = { ...endpoint, user: options.users.admin };
  const version = await waitUntilReady(process, login, options);
  if (!version.ok) {
    // Whatever state it is in: nothing may go on running that we do not watch.
    await process.stop(stopLimitMs);
    return fail(
      explainStartFailure({
        ...version.error,
        output: await readFile(files.hostLog, 'utf8'),
        logFile: files.hostLog,
        executable: args[1] ?? hostExecutable,
        dataDir: options.dataDir,
        ports,
        waitedMs: readyLimitMs,
        ownerPid: await ownerPid(files),
      }),
    );
  }
  return ok({
    endpoint,
    ports,
    engineVersion: version.value,
    ended: process.ended.then(describeEnd),
    stop: async () => {
      await process.stop(stopLimitMs);
    },
    kill: () => {
      process.kill();
    },
    probe: () => probeBoth(login, 5_000),
  });
}

/** Who has the data open, by ClickHouse's own status file. */
async function ownerPid({ data }: DatabaseFiles): Promise<number> {
  const status = await readFile(join(data, 'status'), 'utf8').catch(() => '');
  return Number(/PID: (\d+)/.exec(status)?.[1] ?? 0);
}

/** What does not answer on one of its ports; undefined when both do. */
async function probeBoth(login: Login, timeoutMs: number): Promise<string | undefined> {
  const [http, tcp] = await Promise.all([probePing(login.httpUrl, timeoutMs), probeTcp(login, timeoutMs)]);
  if (http !== undefined) return `HTTP port: ${http.reason}`;
  return tcp === undefined ? undefined : `TCP port: ${tcp.reason}`;
}

/** The version once both ports answer; else what is known of the failure: both undefined when nobody answered. */
async function waitUntilReady(
  process: ClickHouseProcess,
  login: Login,
  { clock, files }: LaunchOptions,
): Promise<Result<string, { readonly end: ProcessEnd | undefined; readonly refusal: string | undefined }>> {
  let end: ProcessEnd | undefined;
  void process.ended.then((value) => (end = value));
  let refusal: string | undefined;
  let refusedSince = Infinity;
  const deadline = clock.monotonic() + readyLimitMs;
  while (clock.monotonic() < Math.min(deadline, refusedSince + refusalLimitMs)) {
    const http = await probeHttp(login, 5_000);
    if (http.ok && (await probeTcp(login, 5_000)) === undefined) return ok(http.value);
    if (end !== undefined) return fail({ end, refusal });
    // With a port taken ClickHouse goes on running and answers nobody: waiting longer is in vain.
    const output = await readFile(files.hostLog, 'utf8');
    if (/\bCode: 210\b/.test(output)) break;
    if (!http.ok && http.error.kind === 'refused-login') {
      refusal = http.error.reason;
      refusedSince = Math.min(refusedSince, clock.monotonic());
    }
    await new Promise<void>((resolve) => clock.after(20, resolve));
  }
  return fail({ end, refusal });
}
