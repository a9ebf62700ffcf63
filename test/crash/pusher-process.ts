import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Endpoint } from '../../app/core/database/endpoint.ts';
import type { Credentials } from '../../app/core/database/users.ts';
import { labelOf } from './count-rows.ts';
import { type Stream, readLedger } from './ledger.ts';
import type { PusherPlan } from './plan.ts';

/** Where the programs of a crash test lie and work. */
export interface CrashFolders {
  /** Copies of the programs: a build during the test changes nothing. */
  readonly programs: string;
  readonly journal: string;
  readonly ledgers: string;
}

/** A running pusher. */
export interface PusherProcess {
  readonly number: number;
  readonly plan: PusherPlan;
  readonly isAlive: () => boolean;
  /** Sends one line to it. */
  command(line: string): void;
  /** The answer that begins with `word`; throws when the process ends without it. */
  answer(word: string): Promise<string>;
  /** Settles when it is gone, and with it its hold on its journal. */
  gone(): Promise<void>;
  /** Ends it as a crash would, and settles when it is gone. */
  kill(): Promise<void>;
  /** What it knows to be accepted. */
  ledger(): Promise<Stream[]>;
}

/** Longer than a pusher may take for anything that it is told to do. */
const patienceMs = 120_000;

export interface PusherStart {
  readonly folders: CrashFolders;
  readonly endpoint: Endpoint;
  readonly user: Credentials;
  readonly run: number;
  /** Counts the processes of a run. */
  readonly number: number;
  readonly baseMs: number;
  readonly plan: PusherPlan;
}

export function startPusher({ folders, endpoint, user, run, number, baseMs, plan }: PusherStart): PusherProcess {
  const ledgerFile = join(folders.ledgers, `${run}.${number}`);
  const options = {
    port: endpoint.tcpPort,
    user: user.name,
    journal: folders.journal,
    addon: join(folders.programs, 'seqch.node'),
    ledger: ledgerFile,
    label: labelOf(run),
    process: number,
    run,
    'base-ms': baseMs,
    threads: plan.threads,
    seed: plan.seed,
    days: plan.days,
    rows: plan.rows,
    burst: plan.burst,
    'pause-us': plan.pauseUs,
    'segment-bytes': plan.segmentBytes,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const env = { ...process.env, HIVEBAR_PASSWORD: user.password };
  const child =
    plan.language === 'c++'
      ? spawn(join(folders.programs, 'seqch-crash-pusher'), args, { env, detached: true })
      : spawn(process.execPath, [join(folders.programs, 'js-pusher.mjs'), ...args], { env, detached: true });
  return follow(child, { number, plan, ledger: () => readLedger(ledgerFile, run, number) });
}

function follow(
  child: ChildProcessWithoutNullStreams,
  known: Pick<PusherProcess, 'number' | 'plan' | 'ledger'>,
): PusherProcess {
  const answers: string[] = [];
  const waiting = new Set<() => void>();
  const name = `pusher ${known.number}`;
  let ended: string | undefined;
  let killed = false;
  let complaint = '';
  function wakeAll(): void {
    for (const wake of waiting) wake();
  }
  /** Settles at the very moment when `condition` holds: what follows may be a kill that is due within a millisecond. */
  async function wait(what: string, condition: () => boolean): Promise<void> {
    if (condition()) return;
    await new Promise<void>((settle, refuse) => {
      const end = (how: () => void) => {
        waiting.delete(look);
        clearTimeout(timer);
        how();
      };
      const look = () => {
        if (condition()) end(settle);
      };
      const timer = setTimeout(() => {
        end(() => {
          refuse(new Error(`${name}: not within ${patienceMs} ms: ${what}`));
        });
      }, patienceMs);
      waiting.add(look);
    });
  }

  // A killed reader leaves a broken pipe behind; that it is gone is known from its end.
  child.stdin.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')));
  createInterface({ input: child.stdout }).on('line', (line) => {
    answers.push(line);
    wakeAll();
  });
  child.on('close', (status, signal) => {
    ended = `${name} ended (${signal ?? String(status)}) ${complaint}`.trim();
    wakeAll();
  });
  const gone = () => wait('its end', () => ended !== undefined);

  return {
    ...known,
    isAlive: () => ended === undefined && !killed,
    command: (line) => {
      child.stdin.write(`${line}\n`);
    },
    async answer(word) {
      const find = () => answers.find((line) => line.split(' ')[0] === word);
      await wait(`"${word}"`, () => find() !== undefined || ended !== undefined);
      const found = find();
      if (found === undefined) throw new Error(`No "${word}": ${ended ?? ''}`);
      return found;
    },
    gone,
    async kill() {
      killed = true;
      child.kill('SIGKILL');
      await gone();
    },
  };
}
