import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Introduction, introduction } from '../contract/settings-calls.ts';
import type { Log } from '../core/host.ts';
import { writePrivateFile } from '../core/private-file.ts';

/** Whether the introduction is shown on the overview; kept in `introduction.json` of the data directory. */
export interface IntroductionMemory {
  current(): Introduction;
  set(next: Introduction): Promise<Introduction>;
}

/**
 * Open on a data directory that nobody has recorded into, until the person ends or skips it. Who has recorded before
 * knows Hivebar; a demo shows what it shows. Asked before the recorder starts, which makes the database's folder.
 */
export function rememberIntroduction(dataDir: string, demo: boolean, log: Log): IntroductionMemory {
  const file = join(dataDir, 'introduction.json');
  const fresh = !demo && !existsSync(join(dataDir, 'clickhouse'));
  let state: Introduction = kept(file) ?? { state: fresh ? 'open' : 'done' };
  let writing = Promise.resolve();
  const note = () => {
    writing = writing
      .then(() => writePrivateFile(file, `${JSON.stringify(state)}\n`))
      .catch((error: unknown) => {
        log('warn', 'It could not be noted whether the introduction is to be shown', { reason: String(error) });
      });
    return writing;
  };
  // Noted at once: at the next start the folder of the database is there.
  void note();
  return {
    current: () => state,
    async set(next) {
      state = next;
      await note();
      return state;
    },
  };
}

/** A file that is missing or unreadable is as none: the worst is an introduction too many or too few. */
function kept(file: string): Introduction | undefined {
  if (!existsSync(file)) return undefined;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), introduction), readFileSync(file, 'utf8'));
  return parsed.success ? parsed.output : undefined;
}
