import type { Host } from '../host.ts';
import type { RowTurn } from '../long-work/row-turn.ts';
import type { PersonRecording } from '../sources/person-recording.ts';
import type { Store } from '../store.ts';
import { type CopiesDeps, findCopies, removeCopies } from './forget-copies.ts';
import { forgetJournal } from './forget-journal.ts';
import { type Forgetting, createForgetting } from './forgetting.ts';

/** Rows on their way get this long to be stored; they are far faster unless ClickHouse is away. */
const flushMs = 30_000;

/** A source that may hold rows that are not stored yet. */
export type Holder = Pick<PersonRecording, 'handOver'>;

/** Forgetting in a store and in what records into it. */
export function forgettingIn(
  { clock, log, paths }: Host,
  store: Store,
  holders: readonly Holder[],
  { turn, ...others }: Pick<CopiesDeps, 'backups' | 'console'> & { readonly turn: RowTurn },
): Forgetting {
  const copies = { admin: store.database.admin, ...others };
  return createForgetting({
    turn,
    findCopies: (scope, rows) => findCopies(copies, scope, rows),
    removeCopies: (scope, restored) => removeCopies(copies, scope, restored),
    forgetStatements: (name) => others.console.forgetMentions(name),
    begin: () => store.beginDeletion(),
    admin: store.database.admin,
    journal: forgetJournal(paths.dataDir),
    log,
    now: () => clock.now(),
    ownsQueryLog: () => store.database.runtime().engine !== 'remote',
    async handOver() {
      if (!holders.map((holder) => holder.handOver()).every((taken) => taken))
        throw new Error('the writer takes no rows now');
      const flushed = await store.writer.flush(flushMs);
      if (!flushed.ok) throw new Error(`rows wait that are not stored yet: ${flushed.error.name}`);
    },
  });
}
