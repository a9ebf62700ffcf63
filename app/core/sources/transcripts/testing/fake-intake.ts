import type { AgentRow, Intake, IntakeOutcome, Via } from '../../agents/agent-row.ts';

/** An intake that remembers what it was told, as the true one does. */
export class FakeIntake implements Intake {
  readonly rows: AgentRow[] = [];
  readonly refusals: string[] = [];
  /** Rows of each call of `accept` that had room. */
  readonly batches: (readonly AgentRow[])[] = [];
  /** So many calls of `accept` find room for half of their rows only. */
  fullCalls = 0;
  private readonly known = new Set<string>();

  accept(_via: Via, rows: readonly AgentRow[]): Promise<IntakeOutcome> {
    const full = this.fullCalls > 0;
    if (full) this.fullCalls -= 1;
    else this.batches.push(rows);
    let accepted = 0;
    let duplicates = 0;
    for (const row of full ? rows.slice(0, Math.floor(rows.length / 2)) : rows) {
      const key = `${row.table} ${row.id}`;
      if (this.known.has(key)) duplicates += 1;
      else {
        this.known.add(key);
        this.rows.push(row);
        accepted += 1;
      }
    }
    return Promise.resolve({ accepted, duplicates, rejected: [], full });
  }

  refused(via: Via, source: string, reason: string, count = 1): void {
    this.refusals.push(`${via} ${source} ${reason} ${count}`);
  }

  get ids(): string[] {
    return this.rows.map(({ id }) => id);
  }
}
