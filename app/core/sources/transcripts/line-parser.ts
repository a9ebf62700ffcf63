import type { AgentRow } from '../agents/agent-row.ts';
import type { JsonObject } from './json-fields.ts';

/** A row, and where in the file the last line begins that tells of it. */
export interface FoundRow {
  readonly row: AgentRow;
  readonly at: number;
}

/** Reads the lines of one session file, from its first on, and says which calls they tell of. */
export interface LineParser {
  /** The rows that this line completes. `at`: where it begins in the file. */
  read(line: JsonObject, at: number): readonly FoundRow[];
  /** The rows of calls that seem complete because the file has not grown for this long. */
  settle(quietMs: number): readonly FoundRow[];
  /** The rows of calls that the end of the file completes. */
  end(): readonly FoundRow[];
  /** Where the first line of a call begins whose lines are still coming; undefined when there is none. */
  readonly openSince: number | undefined;
  /** Lines that tell of no call. */
  readonly skippedLines: number;
}

/** What a parser knows of its file beside the lines. */
export interface ParserContext {
  /** Name of the file without folder and ending. */
  readonly name: string;
  /** Which request each message belongs to, for all files of this agent that are read together. */
  readonly messages: MessageMemory;
}

/** The requests of the newest messages, by message. Two generations of at most `limit`: when the young one is full, the old one goes. */
export class MessageMemory {
  private readonly limit: number;
  private young = new Map<string, string>();
  private old = new Map<string, string>();

  constructor(limit = 50_000) {
    this.limit = limit;
  }

  requestOf(messageId: string): string | undefined {
    return this.young.get(messageId) ?? this.old.get(messageId);
  }

  remember(messageId: string, requestId: string): void {
    if (this.young.size >= this.limit) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(messageId, requestId);
  }
}

/** A map that holds the newest `limit` entries. What falls out is not told of. */
export class NewestEntries<Value> {
  private readonly entries = new Map<string, Value>();
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  get(key: string): Value | undefined {
    return this.entries.get(key);
  }

  set(key: string, value: Value): void {
    if (!this.entries.has(key) && this.entries.size >= this.limit) {
      for (const oldest of this.entries.keys()) {
        this.entries.delete(oldest);
        break;
      }
    }
    this.entries.set(key, value);
  }

  take(key: string): Value | undefined {
    const value = this.entries.get(key);
    this.entries.delete(key);
    return value;
  }

  get size(): number {
    return this.entries.size;
  }
}
