import type { Stats } from 'node:fs';
import type { AgentName } from '../../../contract/imports.ts';
import type { AgentRow } from '../agents/agent-row.ts';
import { isDocument } from './agent-transcripts.ts';
import { readHead } from './file-head.ts';
import type { FilePlace } from './follow-state.ts';
import type { FoundRow, MessageMemory } from './line-parser.ts';
import { SessionReader } from './session-reader.ts';

/** A row that waits to be told. */
interface HeldRow {
  readonly row: AgentRow;
  /** Where the last line begins that tells of it. */
  readonly at: number;
  /** On the steady clock. */
  readonly sinceMs: number;
}

/** What a file tells of itself while it is followed. */
export interface FollowedFileEvents {
  badLine(line: number, reason: string): void;
  /** True while so many rows wait that no more should be read. */
  isFull(): boolean;
  /** On the steady clock. */
  monotonic(): number;
}

/**
 * One session file that is followed. When it grows after a while it is read from its beginning, so that the reader
 * knows what stands before; what was told of is passed over.
 */
export class FollowedFile {
  readonly agent: AgentName;
  path: string;
  /** Rows in the order of the file. */
  readonly held: HeldRow[] = [];
  /** On the steady clock; when it was last seen to grow. */
  grownMs = -Infinity;
  inode: number;
  /** When it was last changed, as its file system says. */
  changedMs = -1;
  private size = -1;
  private doneUntil: number;
  private headBytes: number;
  private headHash: string;
  private reader: SessionReader | undefined;
  private readonly isDocument: boolean;

  constructor(path: string, { agent, inode, doneUntil, headBytes, headHash }: FilePlace) {
    this.path = path;
    this.agent = agent;
    this.inode = inode;
    this.doneUntil = doneUntil;
    this.headBytes = headBytes;
    this.headHash = headHash;
    this.isDocument = isDocument(path);
  }

  /** The place of a file at which following begins now: nothing of what it holds is told of. */
  static placeAtEnd(agent: AgentName, path: string, stats: Stats): FilePlace {
    const doneUntil = isDocument(path) ? Math.ceil(stats.mtimeMs) : stats.size;
    return { agent, inode: stats.ino, doneUntil, headBytes: 0, headHash: '' };
  }

  get place(): FilePlace {
    const { agent, inode, headBytes, headHash } = this;
    return { agent, inode, doneUntil: this.doneUntil, headBytes, headHash };
  }

  /** Takes the file as it is now for one that was looked at. */
  seen(stats: Stats): void {
    this.size = stats.size;
    this.changedMs = stats.mtimeMs;
  }

  /** Reads what was appended since. True when the place has changed. */
  async look(stats: Stats, messages: MessageMemory, events: FollowedFileEvents): Promise<boolean> {
    const isRead = this.reader === undefined ? stats.size === this.size : this.reader.offset === stats.size;
    if (isRead && stats.mtimeMs === this.changedMs && stats.ino === this.inode) return false;
    if (events.isFull()) {
      this.grownMs = events.monotonic();
      return false;
    }
    // Known from before and not changed since: nothing to read.
    if (this.size < 0 && !this.isDocument && stats.ino === this.inode && stats.size === this.doneUntil) {
      this.seen(stats);
      return false;
    }
    await this.recognise(stats, events.monotonic());
    this.seen(stats);
    this.grownMs = events.monotonic();
    if (this.isDocument) this.reader?.restart();
    this.reader ??= new SessionReader(this.agent, this.path, messages);
    await this.reader.readOn({
      rows: (rows) => this.hold(rows, events.monotonic()),
      badLine: (line, reason, startOffset) => {
        // A document is read while it is written: it will be whole at the next change.
        if (!this.isDocument && startOffset >= this.doneUntil) events.badLine(line, reason);
      },
      read: () => events.isFull(),
    });
    this.tellDone();
    return true;
  }

  /** Holds the rows of calls that seem complete, as nothing more has come. */
  settle(nowMs: number): void {
    if (this.reader !== undefined) this.hold(this.reader.settle(nowMs - this.grownMs), nowMs);
  }

  /** The first `count` held rows are told of. */
  release(count: number): void {
    const released = this.held.splice(0, count);
    if (this.isDocument) {
      for (const { row } of released) this.doneUntil = Math.max(this.doneUntil, row.row.ts_ms);
    }
    this.tellDone();
  }

  /** The file has another name now. */
  moved(path: string): void {
    this.path = path;
    if (this.reader !== undefined) this.reader.path = path;
  }

  /** Forgets what the reader knows; it is read anew when the file grows again. */
  rest(): void {
    if (this.held.length === 0) this.reader = undefined;
  }

  get isResting(): boolean {
    return this.reader === undefined;
  }

  private hold(rows: readonly FoundRow[], sinceMs: number): void {
    for (const { row, at } of rows) {
      const isDone = this.isDocument ? row.row.ts_ms <= this.doneUntil : at < this.doneUntil;
      if (!isDone) this.held.push({ row, at, sinceMs });
    }
  }

  /** Lines whose rows are all told of need not be told of again. */
  private tellDone(): void {
    if (this.isDocument || this.reader === undefined) return;
    const waiting = this.held.reduce((least, { at }) => Math.min(least, at), Infinity);
    this.doneUntil = Math.max(this.doneUntil, Math.min(waiting, this.reader.completeUntil));
  }

  /** Finds out whether this is the file that was read before, and begins anew when it is another. */
  private async recognise(stats: Stats, nowMs: number): Promise<void> {
    const head = await readHead(this.path, this.headBytes === 0 ? undefined : this.headBytes);
    const sameHead = head.headBytes === this.headBytes && head.headHash === this.headHash;
    const isKnown = this.headBytes === 0 ? stats.ino === this.inode : sameHead;
    const isShorter = !this.isDocument && stats.size < Math.max(this.doneUntil, this.reader?.offset ?? 0);
    if (!isKnown || isShorter) this.begin(nowMs);
    if (this.headBytes < 1_024) Object.assign(this, await readHead(this.path));
    this.inode = stats.ino;
  }

  /** What the file held before waits on, wherever it stood. */
  private begin(nowMs: number): void {
    if (this.reader !== undefined) this.hold(this.reader.settle(Infinity), nowMs);
    this.held.forEach(({ row, sinceMs }, index) => (this.held[index] = { row, sinceMs, at: Infinity }));
    this.reader = undefined;
    if (!this.isDocument) this.doneUntil = 0;
    this.headBytes = 0;
    this.headHash = '';
  }
}
