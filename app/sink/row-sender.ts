import { findSocket } from './find-hivebar.ts';
import { type LineSocket, openLineSocket } from './line-socket.ts';
import { type Batch, RowQueue } from './row-queue.ts';

/** What became of the rows. Every row that was pushed is in exactly one of these. */
export interface SinkStats {
  /** In Hivebar's journal. */
  readonly accepted: number;
  /** Hivebar knew them already, such as rows that were sent again because the answer got lost. */
  readonly duplicates: number;
  /** Refused by Hivebar for good, or no rows at all. */
  readonly rejected: number;
  /** Thrown away because the queue was full. */
  readonly dropped: number;
  /** Not delivered yet. */
  readonly queued: number;
}

export interface SenderOptions {
  readonly dataDir: string;
  readonly maxQueuedRows: number;
  readonly onProblem: (problem: string) => void;
}

/** Rows of one moment leave in one batch. */
const gatherMs = 20;
const firstRetryMs = 250;
const longestRetryMs = 30_000;
/** While somebody waits for the queue to be empty, the next try comes soon. */
const retryWhileAwaitedMs = 100;
const answerMs = 30_000;
const refusalsAllowed = 3;

interface InFlight extends Batch {
  readonly id: number;
}

interface Waiter {
  readonly orGiveUp: boolean;
  settle(delivered: boolean): void;
}

/** Delivers rows to Hivebar in order, one batch at a time, over and over until it answers. Nothing here throws. */
export class RowSender {
  private readonly options: SenderOptions;
  private readonly queue: RowQueue;
  private readonly counts = { accepted: 0, duplicates: 0, rejected: 0, dropped: 0 };
  private readonly waiters = new Set<Waiter>();
  private socket: LineSocket | undefined;
  private connected = false;
  private looking = false;
  private inFlight: InFlight | undefined;
  private lastId = 0;
  /** Of the batch at the head of the queue: rows that an answer with `full` accepted, and how often it was refused. */
  private head = { accepted: 0, refusals: 0 };
  private timer: NodeJS.Timeout | undefined;
  private answerTimer: NodeJS.Timeout | undefined;
  private failures = 0;
  private toldProblem = '';
  private closed = false;

  constructor(options: SenderOptions) {
    this.options = options;
    this.queue = new RowQueue(options.maxQueuedRows);
  }

  /** Takes a row, as JSON. */
  add(row: string): void {
    if (this.closed || !this.queue.add(row)) {
      this.counts.dropped += 1;
      this.tell(this.closed ? 'rows come after the sink was closed' : 'rows are dropped: the queue is full');
      return;
    }
    this.schedule(gatherMs);
  }

  /** Counts a row that never was one. */
  reject(problem: string): void {
    this.counts.rejected += 1;
    this.tell(problem);
  }

  stats(): SinkStats {
    return { ...this.counts, queued: this.queue.length };
  }

  /**
   * Settles with true once every row is delivered, with false after `timeoutMs`; with `orGiveUp` also when one try to
   * reach Hivebar has failed.
   */
  async deliver(timeoutMs: number, orGiveUp: boolean): Promise<boolean> {
    if (this.closed || this.queue.length === 0) return this.queue.length === 0;
    return new Promise((resolve) => {
      const waiter: Waiter = {
        orGiveUp,
        settle: (delivered) => {
          clearTimeout(timeout);
          this.waiters.delete(waiter);
          resolve(delivered);
        },
      };
      // This timer keeps the program alive, and so everything that is not counted as alive itself.
      const timeout = setTimeout(() => waiter.settle(false), timeoutMs);
      this.waiters.add(waiter);
      this.failures = 0;
      this.cancelTimer();
      this.pump();
    });
  }

  close(): void {
    this.closed = true;
    this.cancelTimer();
    clearTimeout(this.answerTimer);
    this.socket?.close();
    for (const waiter of this.waiters) waiter.settle(this.queue.length === 0);
  }

  private schedule(delayMs: number): void {
    if (this.timer !== undefined || this.inFlight !== undefined || this.looking) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.pump();
    }, delayMs).unref();
  }

  private cancelTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private pump(): void {
    if (this.closed || this.inFlight !== undefined || this.looking) return;
    if (this.queue.length === 0) this.emptied();
    else if (this.socket === undefined) void this.connect();
    else if (this.connected) this.send(this.socket);
  }

  private async connect(): Promise<void> {
    this.looking = true;
    const path = await findSocket(this.options.dataDir);
    this.looking = false;
    if (this.isClosed()) return;
    if (!path.ok) {
      this.failed(path.error);
      return;
    }
    this.socket = openLineSocket(path.value, {
      onOpen: () => {
        this.connected = true;
        this.pump();
      },
      onLine: (line) => this.answered(line),
      onClose: (reason) => {
        this.socket = undefined;
        this.connected = false;
        this.inFlight = undefined;
        clearTimeout(this.answerTimer);
        if (!this.closed) this.failed(reason);
      },
    });
  }

  private isClosed(): boolean {
    return this.closed;
  }

  private send(socket: LineSocket): void {
    const batch = this.queue.batch();
    this.lastId += 1;
    this.inFlight = { ...batch, id: this.lastId };
    socket.send(`{"op":"push","id":${this.lastId},"rows":${batch.json}}`);
    this.answerTimer = setTimeout(() => socket.close(), answerMs).unref();
  }

  private answered(answer: Readonly<Record<string, unknown>>): void {
    const batch = this.inFlight;
    if (batch?.id !== answer['id'] || batch === undefined) return;
    this.inFlight = undefined;
    clearTimeout(this.answerTimer);
    if (answer['ok'] !== true) this.refused(batch, String(answer['error']));
    else if (answer['full'] === true) this.full(numberOf(answer['accepted']));
    else this.stored(batch, answer);
  }

  private stored(batch: Batch, answer: Readonly<Record<string, unknown>>): void {
    const rejected = (Array.isArray(answer['rejected']) ? answer['rejected'] : []) as { reason?: unknown }[];
    this.counts.accepted += numberOf(answer['accepted']);
    this.counts.duplicates += Math.max(0, numberOf(answer['duplicates']) - this.head.accepted);
    this.counts.rejected += rejected.length;
    this.settled(batch);
    const [first] = rejected;
    if (first === undefined) this.toldProblem = '';
    else this.tell(`Hivebar refused ${rejected.length} of ${batch.rows} rows, the first: ${String(first.reason)}`);
  }

  /** Some rows had no room: the whole batch is sent again, and those that had come back as duplicates. */
  private full(accepted: number): void {
    this.counts.accepted += accepted;
    this.head.accepted += accepted;
    this.failed('Hivebar has no room for more rows at the moment');
  }

  /** The whole batch is refused: tried again, since it may be Hivebar's fault, but not for ever. */
  private refused(batch: Batch, reason: string): void {
    this.head.refusals += 1;
    if (this.head.refusals < refusalsAllowed) {
      this.failed(`Hivebar refused rows: ${reason}`);
      return;
    }
    this.counts.rejected += batch.rows - this.head.accepted;
    this.settled(batch);
    this.tell(`Hivebar refused ${batch.rows} rows: ${reason}`);
  }

  private settled(batch: Batch): void {
    this.queue.remove(batch.rows);
    this.head = { accepted: 0, refusals: 0 };
    this.failures = 0;
    this.pump();
  }

  private failed(reason: string): void {
    this.failures += 1;
    if (this.queue.length > 0) {
      this.tell(reason);
      const pauseMs = Math.min(longestRetryMs, firstRetryMs * 2 ** (this.failures - 1));
      // Programs that lost the same Hivebar do not all come back in the same moment.
      const delayMs = pauseMs * (0.75 + Math.random() / 2);
      this.schedule(this.waiters.size > 0 ? Math.min(retryWhileAwaitedMs, delayMs) : delayMs);
    }
    for (const waiter of this.waiters) if (waiter.orGiveUp) waiter.settle(false);
  }

  private emptied(): void {
    for (const waiter of this.waiters) waiter.settle(true);
  }

  /** Says a problem once, and again after rows were delivered in between. */
  private tell(problem: string): void {
    if (problem === this.toldProblem) return;
    this.toldProblem = problem;
    this.options.onProblem(problem);
  }
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
