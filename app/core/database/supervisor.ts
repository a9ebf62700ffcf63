import type { Stop } from '../../contract/lifecycle.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { Clock, Log } from '../host.ts';
import { reasonOf } from './file-errors.ts';
import type { DatabaseHealth, Degradation } from './health.ts';
import type { DatabaseProblem } from './problem.ts';

/** A server that was started and answered. */
export interface Launched {
  readonly engineVersion: string;
  /** Settles with the reason when the server is gone, asked or not. */
  readonly ended: Promise<string>;
  /** What does not answer; undefined when all is well. */
  probe(): Promise<string | undefined>;
  /** Settles when the server is gone; takes at most 8 s. */
  stop(): Promise<void>;
  kill(): void;
}

export interface SupervisorOptions<Server extends Launched> {
  /** Starts the server once and waits until it answers. */
  readonly launch: () => Promise<Result<Server, DatabaseProblem>>;
  /** Called after every successful start, before the health says so. */
  readonly onLaunched: (server: Server) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  /** Between 0 and 1; spreads restarts. */
  readonly random: () => number;
  /** Where the server's last words are, for the message after repeated crashes. */
  readonly logFile: string;
}

export interface Supervisor {
  health(): DatabaseHealth;
  /** Calls `listener` after every change of health. */
  onHealth(listener: (health: DatabaseHealth) => void): Stop;
  /** The first start, or a new try after `failed`. */
  start(): Promise<Result<void, DatabaseProblem>>;
  /** Ends the server and starts it once more; says "starting" from the beginning. */
  restart(): Promise<Result<void, DatabaseProblem>>;
  /** Adds, replaces or removes the reason for `degraded` that is known under this key. */
  degrade(key: string, reason: Degradation | undefined): void;
  /** How often the server was started again since the first start. */
  restarts(): number;
  stop(): Promise<void>;
}

const firstDelayMs = 250;
const longestDelayMs = 30_000;
/** A server that lived this long did not die of its start: counting begins anew. */
const settledMs = 60_000;
const quickFailuresAllowed = 8;
const probePeriodMs = 15_000;
/** Four silent probes are a minute: a server that is merely busy answers earlier. */
const silentProbesAllowed = 4;

/** Keeps one server running: starts it again when it dies, with growing pauses, and gives up when that is in vain. */
export function createSupervisor<Server extends Launched>(options: SupervisorOptions<Server>): Supervisor {
  const { clock, log } = options;
  const listeners = new Set<(health: DatabaseHealth) => void>();
  const degradations = new Map<string, Degradation>();
  let health: DatabaseHealth = { state: 'stopped' };
  let server: Server | undefined;
  let stopping = false;
  let quickFailures = 0;
  let restarts = 0;
  let cancelRestart: Stop | undefined;
  let launching: Promise<Result<void, DatabaseProblem>> | undefined;

  function setHealth(next: DatabaseHealth): void {
    if (JSON.stringify(next) === JSON.stringify(health)) return;
    health = next;
    for (const listener of listeners) listener(next);
  }

  function setRunningHealth(): void {
    if (server === undefined) return;
    const { engineVersion } = server;
    if (degradations.size === 0) setHealth({ state: 'ready', engineVersion });
    else setHealth({ state: 'degraded', engineVersion, reasons: [...degradations.values()] });
  }

  async function launch(): Promise<Result<void, DatabaseProblem>> {
    setHealth({ state: 'starting' });
    const launched = await options.launch();
    if (!launched.ok) return launched;
    if (stopping) {
      await launched.value.stop();
      return ok(undefined);
    }
    const current = launched.value;
    const startedAt = clock.monotonic();
    try {
      await options.onLaunched(current);
    } catch (error) {
      await current.stop();
      return fail({ kind: 'start-failed', reason: reasonOf(error), logFile: options.logFile });
    }
    server = current;
    degradations.delete('not-answering');
    setRunningHealth();
    const stopProbing = startProbing(current);
    void current.ended.then((reason) => {
      void stopProbing();
      // One that was told to stop is no longer ours, and no restart follows.
      if (server !== current) return;
      server = undefined;
      if (clock.monotonic() - startedAt >= settledMs) quickFailures = 0;
      log('error', 'ClickHouse ended unasked', { reason });
      scheduleRestart(reason);
    });
    return ok(undefined);
  }

  /** `retriesForever` is for what is not ours to repair and comes back by itself: a server elsewhere. */
  function scheduleRestart(reason: string, retriesForever = false): void {
    quickFailures += 1;
    if (quickFailures > quickFailuresAllowed && !retriesForever) {
      const { logFile } = options;
      setHealth({ state: 'failed', problem: { kind: 'crashed-repeatedly', times: quickFailures, reason, logFile } });
      return;
    }
    const longest = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(quickFailures - 1, 20));
    const inMs = Math.round(longest * (0.5 + options.random() / 2));
    setHealth({ state: 'restarting', attempt: quickFailures, inMs, reason });
    cancelRestart = clock.after(inMs, () => {
      cancelRestart = undefined;
      restarts += 1;
      void startOnce().then((result) => {
        if (!result.ok && !stopping) afterFailedRestart(result.error);
      });
    });
  }

  /** What a person must repair is said at once; anything else may pass and is tried again. */
  function afterFailedRestart(problem: DatabaseProblem): void {
    const mayPass = ['start-failed', 'start-timeout', 'port-taken', 'data-dir-unreadable'].includes(problem.kind);
    if (problem.kind === 'remote-unreachable') scheduleRestart(problem.reason, true);
    else if (mayPass && quickFailures < quickFailuresAllowed) scheduleRestart(problem.kind);
    else setHealth({ state: 'failed', problem });
  }

  function startProbing(current: Server): Stop {
    let silent = 0;
    let probing = false;
    return clock.every(probePeriodMs, () => {
      if (probing) return;
      probing = true;
      void current.probe().then((reason) => {
        probing = false;
        if (server !== current || stopping) return;
        silent = reason === undefined ? 0 : silent + 1;
        if (silent === 1 && reason !== undefined) {
          degradations.set('not-answering', { kind: 'not-answering', sinceMs: clock.now(), reason });
        } else if (silent === 0) {
          degradations.delete('not-answering');
        }
        if (silent >= silentProbesAllowed) {
          log('error', 'ClickHouse does not answer and is ended', { probes: silent });
          current.kill();
        }
        setRunningHealth();
      });
    });
  }

  function startOnce(): Promise<Result<void, DatabaseProblem>> {
    launching ??= launch().finally(() => (launching = undefined));
    return launching;
  }

  async function start(): Promise<Result<void, DatabaseProblem>> {
    if (server !== undefined) return ok(undefined);
    void cancelRestart?.();
    cancelRestart = undefined;
    quickFailures = 0;
    stopping = false;
    const result = await startOnce();
    if (!result.ok) setHealth({ state: 'failed', problem: result.error });
    return result;
  }

  async function end(): Promise<void> {
    void cancelRestart?.();
    cancelRestart = undefined;
    await launching;
    const last = server;
    server = undefined;
    await last?.stop();
  }

  return {
    health: () => health,
    onHealth(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start,
    async restart() {
      setHealth({ state: 'starting' });
      await end();
      return stopping ? ok(undefined) : start();
    },
    degrade(key, reason) {
      if (reason === undefined) degradations.delete(key);
      else degradations.set(key, reason);
      setRunningHealth();
    },
    restarts: () => restarts,
    async stop() {
      stopping = true;
      await end();
      setHealth({ state: 'stopped' });
    },
  };
}
