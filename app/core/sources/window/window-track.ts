import { type Stop } from '../../../contract/lifecycle.ts';
import { type Clock } from '../../host.ts';
import { type PrivacyFilter } from '../privacy.ts';
import { type Segment, SegmentTrack } from './segment-track.ts';
import { type WindowReading } from './window-backend.ts';
import { type WindowFacts, type WindowSample, sameWindow } from './window-sample.ts';

export interface WindowTrackDeps {
  readonly clock: Clock;
  readonly privacy: PrivacyFilter;
  readonly newId: () => string;
  readonly closed: (segment: Segment) => void;
  /** Another window is active, or a change has settled. */
  readonly changed: () => void;
}

/** The window that the person looks at, which may be recorded and has settled. */
export interface FrontWindow {
  /** Before the privacy filter: never stored. */
  readonly sample: WindowSample;
  readonly facts: WindowFacts;
  readonly segmentId: string;
}

/** A change that does not last this long belongs to what follows it. */
const settleMs = 400;
/** A window whose title never rests is taken as it is this often. */
const restlessMs = 5_000;
/** An announced change may still wait for its reading, which then has the say. */
const readingDelayMs = 250;
const longestSegmentMs = 15 * 60_000;

/** Readings of the active window on their way to segments: first through the privacy filter, then onto the track. */
export class WindowTrack {
  private readonly deps: WindowTrackDeps;
  private readonly track: SegmentTrack;
  private filter: PrivacyFilter;
  private sample: WindowSample | undefined;
  private facts: WindowFacts | null = null;
  private pulseMs = 0;
  /** The window that was read last is the one in front, and not one of Hivebar's own. */
  private inFront = false;
  private cancelSettle: Stop = () => undefined;

  constructor(deps: WindowTrackDeps) {
    this.deps = deps;
    this.filter = deps.privacy;
    const { newId, closed } = deps;
    this.track = new SegmentTrack({ settleMs, restlessMs, longestMs: longestSegmentMs, newId, closed });
  }

  observe(atMs: number, reading: WindowReading, pulseMs: number): void {
    const before = this.seen(atMs);
    this.pulseMs = pulseMs;
    this.inFront = reading.kind === 'window';
    if (reading.kind === 'window') this.look(reading.sample);
    // Looking at the recorder is no activity of its own: the last window stands.
    else if (reading.kind !== 'own') this.forget();
    this.follow(atMs);
    const after = this.seen(atMs);
    if (before.some((fact, index) => fact !== after[index])) this.deps.changed();
  }

  /** New rules count at once for the window that is active. */
  setPrivacy(privacy: PrivacyFilter, atMs: number): void {
    this.filter = privacy;
    const { sample } = this;
    if (sample === undefined) return;
    this.forget();
    this.look(sample);
    this.follow(atMs);
    this.deps.changed();
  }

  privacy(): PrivacyFilter {
    return this.filter;
  }

  cut(atMs: number): void {
    this.track.cut(atMs);
  }

  close(atMs: number): void {
    this.track.close(atMs);
    this.forget();
    void this.cancelSettle();
  }

  current(atMs: number): Segment | undefined {
    return this.track.current(atMs);
  }

  /** The window in front as it was read and as the filter left it, once it is the open segment; else undefined. */
  front(atMs: number): FrontWindow | undefined {
    const { sample, facts } = this;
    const segment = this.track.current(atMs);
    if (!this.inFront || sample === undefined || facts === null || segment === undefined) return undefined;
    return sameWindow(segment.facts, facts) ? { sample, facts, segmentId: segment.id } : undefined;
  }

  /** What others may want to know of: what is in front, and what the open segment is. */
  private seen(atMs: number): readonly unknown[] {
    return [this.inFront, this.facts, this.track.current(atMs)?.facts];
  }

  /** The same window gives the same verdict and is counted once. */
  private look(sample: WindowSample): void {
    if (this.sample !== undefined && isSame(this.sample, sample)) return;
    const verdict = this.filter.window(sample);
    this.sample = sample;
    this.facts = verdict.kind === 'keep' ? verdict.facts : null;
  }

  private forget(): void {
    this.sample = undefined;
    this.facts = null;
  }

  private follow(atMs: number): void {
    const { clock } = this.deps;
    this.track.observe(atMs, this.facts, this.pulseMs, clock.timeZone());
    void this.cancelSettle();
    const settlesAtMs = this.track.settlesAtMs();
    if (settlesAtMs === undefined) return;
    this.cancelSettle = clock.after(Math.max(0, settlesAtMs - clock.now()) + readingDelayMs, () => {
      this.track.settle(clock.now());
      this.deps.changed();
    });
  }
}

function isSame(a: WindowSample, b: WindowSample): boolean {
  return (
    a.title === b.title &&
    a.url === b.url &&
    a.app === b.app &&
    a.bundleId === b.bundleId &&
    a.visibility === b.visibility &&
    a.windowId === b.windowId
  );
}
