import { type Random, createRandom } from '../../app/core/demo/random.ts';

/** What is killed in a run: the pusher, ClickHouse, or each of them. */
export const crashKinds = ['pusher', 'server', 'both'] as const;
export type CrashKind = (typeof crashKinds)[number];

/** How one pusher pushes. */
export interface PusherPlan {
  readonly language: 'c++' | 'javascript';
  readonly threads: number;
  readonly seed: number;
  /** Over how many days its rows are spread. */
  readonly days: number;
  /** Pushes of each thread. */
  readonly rows: number;
  /** Most pushes in a row, and longest pause behind them. */
  readonly burst: number;
  readonly pauseUs: number;
  /** Largest file of the journal, 0: the writer's own choice; small ones are begun and left ever again. C++ alone obeys. */
  readonly segmentBytes: number;
}

/** One thing that is done to the pushers of a run, told apart by their place in `pushers`, or to ClickHouse. */
export type Step =
  | { readonly do: 'start'; readonly pusher: number; readonly until: 'spawned' | 'open' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'kill pusher'; readonly pusher: number }
  /** `stop` ends pushing first; `close` closes the writer under threads that push. */
  | { readonly do: 'end pusher'; readonly pusher: number; readonly how: 'stop' | 'close' }
  | { readonly do: 'kill server' | 'start server' | 'freeze server' | 'thaw server' };

/** One run: afterwards what still lives is ended in good order, one more pusher adopts what is left, and rows are counted. */
export interface CrashRun {
  readonly number: number;
  readonly kind: CrashKind;
  readonly variant: string;
  readonly pushers: readonly PusherPlan[];
  readonly steps: readonly Step[];
  readonly adopter: PusherPlan;
}

/** The runs of a seed, the kinds in turn. Equal seeds plan equal runs; what the moments hit differs from time to time. */
export function planRuns(seed: string, kinds: readonly CrashKind[], runsOfEach: number): CrashRun[] {
  return Array.from({ length: runsOfEach * kinds.length }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? 'pusher';
    // Each run has a sequence of its own, so that one alone can be repeated.
    return planRun(createRandom(`${seed} ${index + 1}`), index + 1, kind);
  });
}

type Variant = (random: Random) => { readonly steps: readonly Step[]; readonly pushers?: number };

const variants: Readonly<Record<CrashKind, readonly [readonly [string, Variant], ...(readonly [string, Variant])[]]>> =
  {
    pusher: [
      ['in its first milliseconds', (random) => ({ steps: [start(0, 'spawned'), wait(random, 0, 25), kill(0)] })],
      ['while it pushes', (random) => ({ steps: [start(0), someTime(random), kill(0)] })],
      [
        'while another goes on pushing',
        (random) => ({ pushers: 2, steps: [start(0), start(1), someTime(random), kill(0), wait(random, 0, 200)] }),
      ],
      [
        'during its close',
        (random) => ({ steps: [start(0), someTime(random), end(random, 0), wait(random, 0, 15), kill(0)] }),
      ],
      [
        'while the server hangs',
        (random) => ({
          steps: [start(0), wait(random, 0, 300), freeze, someTime(random), kill(0), ...lateThaw(random, 1)],
          pushers: 2,
        }),
      ],
      [
        'again and again, during the replay',
        (random) => ({
          pushers: 3,
          steps: [
            ...[start(0), wait(random, 0, 300), freeze, someTime(random), kill(0)],
            ...[start(1), wait(random, 0, 30), thaw, wait(random, 0, 60), kill(1)],
            ...[start(2, 'spawned'), wait(random, 0, 60), kill(2)],
          ],
        }),
      ],
    ],
    server: [
      ['once', (random) => ({ steps: [start(0), someTime(random), killServer, wait(random, 0, 300)] })],
      [
        'three times',
        (random) => ({
          steps: [start(0), ...times(3, () => [someTime(random), killServer, wait(random, 0, 100), startServer])],
        }),
      ],
      [
        'as it comes back',
        (random) => ({ steps: [start(0), someTime(random), killServer, startServer, wait(random, 0, 40), killServer] }),
      ],
      [
        'after it hung',
        (random) => ({
          steps: [start(0), someTime(random), freeze, wait(random, 0, 500), killServer, wait(random, 0, 200)],
        }),
      ],
      [
        'while two push',
        (random) => ({ pushers: 2, steps: [start(0), start(1), someTime(random), killServer, wait(random, 0, 300)] }),
      ],
    ],
    both: [
      [
        'the pusher, then the server',
        (random) => ({ steps: [start(0), someTime(random), kill(0), wait(random, 0, 30), killServer] }),
      ],
      [
        'the server, then the pusher',
        (random) => ({ steps: [start(0), someTime(random), killServer, wait(random, 0, 300), kill(0)] }),
      ],
      [
        'the server during the replay',
        (random) => ({
          pushers: 2,
          steps: [
            ...[start(0), wait(random, 0, 300), freeze, someTime(random), kill(0)],
            ...[thaw, start(1), wait(random, 0, 80), killServer, wait(random, 0, 100)],
          ],
        }),
      ],
      [
        'the server and the next pusher during the replay',
        (random) => ({
          pushers: 2,
          steps: [
            ...[start(0), someTime(random), killServer, wait(random, 0, 100), kill(0), startServer],
            ...[start(1), wait(random, 0, 50), killServer, wait(random, 0, 30), kill(1)],
          ],
        }),
      ],
    ],
  };

function planRun(random: Random, number: number, kind: CrashKind): CrashRun {
  const [variant, make] = random.pick(variants[kind]);
  const { steps, pushers = 1 } = make(random);
  return {
    number,
    kind,
    variant,
    pushers: Array.from({ length: pushers }, () => planPusher(random)),
    steps,
    adopter: { ...planPusher(random), threads: 1, rows: 20 },
  };
}

function planPusher(random: Random): PusherPlan {
  const pace = random.pick([
    { burst: 3, pauseUs: 2_000 },
    { burst: 40, pauseUs: 10_000 },
    { burst: 2_000, pauseUs: 200_000 },
    { burst: 10_000, pauseUs: 0 },
  ]);
  return {
    language: random.chance(0.25) ? 'javascript' : 'c++',
    threads: random.whole(1, 4),
    seed: random.whole(1, 2 ** 30),
    days: random.pick([1, 1, 3, 20]),
    rows: 8_000,
    ...pace,
    segmentBytes: random.pick([0, 65_536]),
  };
}

const killServer: Step = { do: 'kill server' };
const startServer: Step = { do: 'start server' };
const freeze: Step = { do: 'freeze server' };
const thaw: Step = { do: 'thaw server' };

function start(pusher: number, until: 'spawned' | 'open' = 'open'): Step {
  return { do: 'start', pusher, until };
}

function kill(pusher: number): Step {
  return { do: 'kill pusher', pusher };
}

function end(random: Random, pusher: number): Step {
  return { do: 'end pusher', pusher, how: random.pick(['stop', 'close']) };
}

function wait(random: Random, least: number, most: number): Step {
  return { do: 'wait', ms: Math.round((least + random.next() * (most - least)) * 10) / 10 };
}

/** Up to 2 s, mostly much less: half of the moments lie in the first 200 ms. */
function someTime(random: Random): Step {
  return wait(random, 0, random.pick([50, 300, 800, 2_000]));
}

/** The server goes on before or after the next pusher has opened the journal of the dead one. */
function lateThaw(random: Random, next: number): Step[] {
  return random.chance(0.5) ? [thaw, start(next)] : [start(next), wait(random, 0, 100), thaw];
}

function times(count: number, make: () => readonly Step[]): Step[] {
  return Array.from({ length: count }, make).flat();
}
