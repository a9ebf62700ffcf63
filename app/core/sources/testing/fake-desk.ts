import { type Result, ok } from '../../../contract/result.ts';
import { type Stop } from '../../../contract/lifecycle.ts';
import { type ContextRow, type PresenceRow, type TableName, type TableRows } from '../../../contract/rows.ts';
import { type IdleReading, type Power, type PowerEvent } from '../../host.ts';
import { type RowRefusal, type RowSink, type TableRow } from '../row-sink.ts';
import {
  type WindowBackend,
  type WindowLimitation,
  type WindowProblem,
  type WindowReading,
} from '../window/window-backend.ts';
import { type WindowSample } from '../window/window-sample.ts';
import { type FakeClock } from './fake-clock.ts';

/** A person at a machine: windows they focus, keys they press, lids they close. */
export class FakeDesk implements Power {
  readonly backend: WindowBackend;
  locked = false;
  /** Keys are pressed all the time. */
  typing = false;
  idleProblem: string | undefined;
  windowProblem: WindowProblem | undefined;
  windowLimitation: WindowLimitation | undefined;
  reading: WindowReading = { kind: 'none' };
  reads = 0;
  private readonly clock: FakeClock;
  private readonly listeners = new Set<(event: PowerEvent) => void>();
  private lastInputMs: number;
  private changed: () => void = () => undefined;

  constructor(clock: FakeClock, announcesChanges = true) {
    this.clock = clock;
    this.lastInputMs = clock.now();
    this.backend = {
      announcesChanges,
      hasAddresses: true,
      open: (changed) => {
        this.changed = announcesChanges ? changed : () => undefined;
        return Promise.resolve(
          ok({ read: () => this.read(), limitation: () => this.windowLimitation, close: () => undefined }),
        );
      },
    };
  }

  /** Brings a window to the front, as input does unless told otherwise. */
  focus(window: Partial<WindowSample> | null, { input = true } = {}): void {
    if (input) this.type();
    this.reading = window === null ? { kind: 'none' } : { kind: 'window', sample: sample(window) };
    this.changed();
  }

  /** Opens a window of Hivebar itself. */
  focusOwn(): void {
    this.type();
    this.reading = { kind: 'own' };
    this.changed();
  }

  type(): void {
    this.lastInputMs = this.clock.now();
  }

  /** Nobody has touched a key since then. */
  leftAt(ms: number): void {
    this.lastInputMs = ms;
  }

  announce(event: PowerEvent): void {
    for (const listener of this.listeners) listener(event);
  }

  readIdle(): Promise<IdleReading> {
    if (this.idleProblem !== undefined) return Promise.resolve({ kind: 'unavailable', reason: this.idleProblem });
    if (this.typing) this.type();
    const seconds = Math.max(0, this.clock.now() - this.lastInputMs) / 1000;
    return Promise.resolve({ kind: 'idle', seconds, locked: this.locked });
  }

  onEvent(listener: (event: PowerEvent) => void): Stop {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private read(): Promise<Result<WindowReading, WindowProblem>> {
    this.reads += 1;
    if (this.windowProblem !== undefined) return Promise.resolve({ ok: false, error: this.windowProblem });
    return Promise.resolve(ok(this.reading));
  }
}

export function sample(window: Partial<WindowSample>): WindowSample {
  return { app: 'Editor', bundleId: 'editor', title: '', url: '', visibility: 'normal', ...window };
}

/** Rows as a writer would get them; `refuse` makes it full. */
export class RowList implements RowSink {
  readonly rows: TableRow[] = [];
  refusal: RowRefusal | undefined;

  append<T extends TableName>(table: T, row: TableRows[T]): Result<void, RowRefusal> {
    if (this.refusal !== undefined) return { ok: false, error: this.refusal };
    this.rows.push({ table, row } as unknown as TableRow);
    return ok(undefined);
  }

  contexts(): ContextRow[] {
    return this.rows.flatMap((entry) => (entry.table === 'seq.context' ? [entry.row] : []));
  }

  presences(): PresenceRow[] {
    return this.rows.flatMap((entry) => (entry.table === 'seq.presence' ? [entry.row] : []));
  }

  /** `09:00:00-09:01:30 Editor|title` and `away` where it holds: a day at a glance. */
  timeline(): string[] {
    return this.contexts().map(
      (row) =>
        `${span(row)} ${row.app}${row.window_title === '' ? '' : `|${row.window_title}`}${row.afk === 1 ? ' away' : ''}`,
    );
  }

  /** `09:00:00-09:01:30 active`. */
  whereabouts(): string[] {
    return this.presences().map((row) => `${span(row)} ${row.state}`);
  }
}

function span({ ts_ms, dur_ms }: { ts_ms: number; dur_ms: number }): string {
  return `${timeOfDay(ts_ms)}-${timeOfDay(ts_ms + dur_ms)}`;
}

/** UTC, with fractions of a second only where there are any. */
function timeOfDay(ms: number): string {
  return new Date(ms).toISOString().slice(11, 23).replace('.000', '');
}
