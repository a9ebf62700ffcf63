import { type PresenceRow } from '../../../contract/rows.ts';
import { utcOffsetMin } from '../../utc-offset.ts';
import { nextLocalHour } from '../local-hours.ts';
import { type Presence } from './presence-machine.ts';

export interface PresenceTrackOptions {
  readonly newId: () => string;
  /** Called with every finished span, or the part of it within one local hour, in order of time. */
  readonly closed: (row: PresenceRow) => void;
}

/** Turns states into rows of `seq.presence`: one row per state and local hour, without gaps or overlaps. */
export class PresenceTrack {
  private readonly options: PresenceTrackOptions;
  private presence: Presence;
  private fromMs: number;
  private id: string;
  private zone: string;

  constructor(presence: Presence, zone: string, options: PresenceTrackOptions) {
    this.options = options;
    this.presence = presence;
    this.fromMs = presence.sinceMs;
    this.zone = zone;
    this.id = options.newId();
  }

  /** A state begins and with it the one before ends. */
  begin(presence: Presence): void {
    this.emit(presence.sinceMs);
    this.presence = presence;
    // What was handed over already ended later than the state that was only now found to have begun.
    this.fromMs = Math.max(this.fromMs, presence.sinceMs);
    this.id = this.options.newId();
  }

  /** The state has a stronger name from the last written row on. */
  rename(presence: Presence): void {
    this.presence = presence;
  }

  /** Writes what is certain: rows up to the last full hour before `certainMs`, and all of it when the zone changed. */
  advance(certainMs: number, zone: string): void {
    if (zone !== this.zone) {
      this.emit(certainMs);
      this.zone = zone;
    }
    while (nextLocalHour(this.fromMs, this.zone) <= certainMs) this.emit(nextLocalHour(this.fromMs, this.zone));
  }

  /** Ends the running span at `atMs`; the next begins at `fromMs`. */
  end(atMs: number, fromMs = atMs): void {
    this.emit(atMs);
    this.fromMs = fromMs;
    this.id = this.options.newId();
  }

  /** The rows that `end` would write. */
  rowsUntil(atMs: number): PresenceRow[] {
    return spanRows({ ...this.presence, id: this.id, fromMs: this.fromMs, toMs: atMs, zone: this.zone });
  }

  private emit(toMs: number): void {
    if (toMs <= this.fromMs) return;
    for (const row of this.rowsUntil(toMs)) this.options.closed(row);
    this.fromMs = toMs;
    this.id = this.options.newId();
  }
}

export interface Span {
  readonly id: string;
  readonly state: PresenceRow['state'];
  readonly cause: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly zone: string;
}

/** One row per local hour that the span touches. */
export function spanRows({ id, state, cause, fromMs, toMs, zone }: Span): PresenceRow[] {
  const rows: PresenceRow[] = [];
  for (let startMs = fromMs; startMs < toMs;) {
    const endMs = Math.min(nextLocalHour(startMs, zone), toMs);
    rows.push({
      ts_ms: startMs,
      dur_ms: endMs - startMs,
      state,
      cause,
      tz: zone,
      utc_offset_min: utcOffsetMin(startMs, zone),
      segment_id: rows.length === 0 ? id : `${id}.${rows.length}`,
    });
    startMs = endMs;
  }
  return rows;
}
