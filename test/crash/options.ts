import { type Result, fail, ok } from '../../app/contract/result.ts';
import { type CrashKind, crashKinds } from './plan.ts';

export interface CrashOptions {
  readonly runs: number;
  readonly seed: string;
  readonly kinds: readonly CrashKind[];
  /** Only the run of this number, to repeat it. */
  readonly run?: number;
  readonly json: boolean;
  readonly help: boolean;
}

export const usage = `usage: npm run test:crash -- [options]

Kills programs that record, and ClickHouse, at random moments, and counts whether every accepted row is there once.

  --runs N      so many runs of each kind; 50
  --seed S      plan the runs of this seed; a new one each time
  --only KIND   pusher, server or both: what is killed; all three in turn
  --run N       only run N of the plan, to repeat it
  --json        print the result as JSON
  --help        print this

It works in the folder for temporary files, so TMPDIR=/dev/shm spares a slow disk. Interrupted, it ends after the run that
it is in and tells of those that were.

Exit status: 0 nothing was lost or doubled, 1 something was, 2 the test itself could not run.
`;

/** Reads the words after \`test:crash --\`; the error is a sentence. */
export function readOptions(words: readonly string[], newSeed: () => string): Result<CrashOptions, string> {
  let runs = 50;
  let seed: string | undefined;
  let kinds: readonly CrashKind[] = crashKinds;
  let run: number | undefined;
  let json = false;
  let help = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    const value = words[at + 1];
    if (word === '--json') json = true;
    else if (word === '--help') help = true;
    else if (word === '--seed' && value !== undefined) {
      seed = value;
      at++;
    } else if ((word === '--runs' || word === '--run') && /^[1-9]\d{0,4}$/.test(value ?? '')) {
      if (word === '--runs') runs = Number(value);
      else run = Number(value);
      at++;
    } else if (word === '--only' && crashKinds.some((kind) => kind === value)) {
      kinds = crashKinds.filter((kind) => kind === value);
      at++;
    } else return fail(`"${word ?? ''}${value === undefined ? '' : ` ${value}`}" is not understood.`);
  }
  return ok({ runs, seed: seed ?? newSeed(), kinds, ...(run === undefined ? {} : { run }), json, help });
}
