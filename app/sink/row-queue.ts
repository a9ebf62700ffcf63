/** Rows of one batch, as JSON, and their number. */
export interface Batch {
  readonly json: string;
  readonly rows: number;
}

/** One row may have so many characters of JSON, and so may a batch: the socket takes lines of up to four times that. */
export const batchCharactersLimit = 1024 * 1024;
const batchRowsLimit = 1_000;
/** All rows together, so that long tool results do not fill the agent's memory. */
const queueCharactersLimit = 32 * 1024 * 1024;

/**
 * Rows that wait for Hivebar, in order, as JSON text. Full, it refuses the new row and keeps the old ones: what was in a
 * batch once is not taken out of it, so that a batch that is sent again is the same.
 */
export class RowQueue {
  private readonly rowsLimit: number;
  private rows: string[] = [];
  private characters = 0;
  /** Rows before this index were delivered; they are cut off in one go now and then. */
  private first = 0;

  constructor(rowsLimit: number) {
    this.rowsLimit = rowsLimit;
  }

  get length(): number {
    return this.rows.length - this.first;
  }

  /** False when there is no room for the row. */
  add(row: string): boolean {
    if (row.length > batchCharactersLimit) return false;
    if (this.length >= this.rowsLimit || this.characters + row.length > queueCharactersLimit) return false;
    this.rows.push(row);
    this.characters += row.length;
    return true;
  }

  /** The oldest rows, as many as fit into one push. They stay until `remove`. */
  batch(): Batch {
    const chosen: string[] = [];
    let characters = 0;
    for (let index = this.first; index < this.rows.length && chosen.length < batchRowsLimit; index += 1) {
      const row = this.rows[index] ?? '';
      if (chosen.length > 0 && characters + row.length > batchCharactersLimit) break;
      chosen.push(row);
      characters += row.length;
    }
    return { json: `[${chosen.join(',')}]`, rows: chosen.length };
  }

  remove(count: number): void {
    for (let done = 0; done < count; done += 1) {
      this.characters -= this.rows[this.first]?.length ?? 0;
      this.rows[this.first] = '';
      this.first += 1;
    }
    if (this.first < this.rows.length / 2) return;
    this.rows = this.rows.slice(this.first);
    this.first = 0;
  }
}
