import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { type SavedQuery, savedQuery } from '../../contract/console.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import { errorCode, reasonOf } from '../database/file-errors.ts';
import type { Clock } from '../host.ts';
import { writePrivateFile } from '../private-file.ts';

const mostQueries = 1000;
const mostBytes = 16_000_000;
const file = v.object({ version: v.literal(1), queries: v.array(savedQuery) });

/** The queries that a person has given a name, in a private file, by name. A file that is damaged is left as it is. */
export class SavedQueries {
  private readonly path: string;
  private readonly clock: Clock;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(path: string, clock: Clock) {
    this.path = path;
    this.clock = clock;
  }

  list(): Promise<Result<SavedQuery[], string>> {
    return this.next(() => this.read());
  }

  /** One of the same name is replaced. */
  save(name: string, sql: string): Promise<Result<SavedQuery[], string>> {
    return this.change((queries) => {
      const old = queries.find((query) => query.name === name);
      const saved = { id: old?.id ?? randomUUID(), name, sql, savedMs: this.clock.now() };
      return [...queries.filter((query) => query !== old), saved];
    });
  }

  forget(id: string): Promise<Result<SavedQuery[], string>> {
    return this.change((queries) => queries.filter((query) => query.id !== id));
  }

  private change(make: (queries: SavedQuery[]) => SavedQuery[]): Promise<Result<SavedQuery[], string>> {
    return this.next(async () => {
      const kept = await this.read();
      if (!kept.ok) return kept;
      const queries = make(kept.value).sort((a, b) => a.name.localeCompare(b.name));
      const text = `${JSON.stringify({ version: 1, queries }, null, 2)}\n`;
      if (queries.length > mostQueries || text.length > mostBytes) {
        return fail(
          `There is room for ${mostQueries} saved queries and ${mostBytes / 1e6} MB of text; forget some first.`,
        );
      }
      return writePrivateFile(this.path, text).then(
        () => ok(queries),
        (error: unknown) => fail(`The query was not saved (${reasonOf(error)}).`),
      );
    });
  }

  private async read(): Promise<Result<SavedQuery[], string>> {
    const text = await readFile(this.path, 'utf8').catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return ok([]);
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), file), text);
    return parsed.success
      ? ok(parsed.output.queries)
      : fail(`${this.path} is damaged, so it is left as it is. Mend it or move it away.`);
  }

  private next<T>(action: () => Promise<Result<T, string>>): Promise<Result<T, string>> {
    const done = this.queue.then(action).catch((error: unknown) => fail(`Saved queries: ${reasonOf(error)}.`));
    this.queue = done;
    return done;
  }
}
