import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { type ForgetScope, forgetScope } from '../../contract/forget.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import { reasonOf } from '../database/file-errors.ts';
import { writePrivateFile } from '../private-file.ts';
import type { Touched } from './forget-sums.ts';

const number = v.pipe(v.number(), v.integer(), v.minValue(0));
const unfinished = v.object({
  v: v.literal(1),
  scope: forgetScope,
  touched: v.object({ days: v.array(number), hours: v.array(number) }),
});

/** A forgetting that has begun: what it deletes, and which sums it has to make anew. */
export interface Unfinished {
  readonly scope: ForgetScope;
  readonly touched: Touched;
}

/**
 * `forget.json`: there from before the first row is deleted until all is proven. Every step may be done twice, so a
 * forgetting that was broken off is simply done again. The file names what the person wants forgotten; it goes at the end.
 */
export interface ForgetJournal {
  /** The error is for the person. */
  read(): Promise<Result<Unfinished | undefined, string>>;
  write(begun: Unfinished): Promise<void>;
  remove(): Promise<void>;
}

export function forgetJournal(dataDir: string): ForgetJournal {
  const path = join(dataDir, 'forget.json');
  return {
    async read() {
      let text: string;
      try {
        text = await readFile(path, 'utf8');
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === 'ENOENT'
          ? ok(undefined)
          : fail(`${path} cannot be read (${reasonOf(error)}).`);
      }
      const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), unfinished), text);
      return parsed.success
        ? ok({ scope: parsed.output.scope, touched: parsed.output.touched })
        : fail(`${path} is damaged: what was being forgotten has to be asked for again. Remove the file first.`);
    },
    write: (begun) => writePrivateFile(path, `${JSON.stringify({ v: 1, ...begun })}\n`),
    remove: () => rm(path, { force: true }),
  };
}
