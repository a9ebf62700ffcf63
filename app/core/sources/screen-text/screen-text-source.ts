import type { PartHealth } from '../../../contract/health.ts';
import type { Stop } from '../../../contract/lifecycle.ts';
import { RecentMap } from '../../../contract/recent-map.ts';
import type { Clock, Permissions, ScreenPictures } from '../../host.ts';
import type { PersonRecording } from '../person-recording.ts';
import { RowOutbox } from '../row-outbox.ts';
import type { RowSink } from '../row-sink.ts';
import type { FrontWindow } from '../window/window-track.ts';
import { cleanText } from './clean-text.ts';
import { mayTakePicture } from './picture-rules.ts';
import type { Recognised } from './recognition-protocol.ts';
import type { Recogniser } from './recogniser.ts';
import { type ScreenTextCounters, noCounts, screenTextHealth } from './screen-text-health.ts';
import { screenTextRow } from './screen-text-row.ts';

export interface ScreenTextDeps {
  readonly clock: Clock;
  readonly sink: RowSink;
  /** Absent where no picture can be taken. */
  readonly pictures: ScreenPictures | undefined;
  readonly permissions: Pick<Permissions, 'status'>;
  readonly recogniser: Recogniser;
  readonly person: Pick<PersonRecording, 'front' | 'lookAgain' | 'privacy' | 'presence'>;
  readonly enabled: boolean;
}

/** The text of the window in front, read from a picture of it after a change of window, while the person wants that. */
export interface ScreenTextSource {
  /** The window or the person's presence may have changed. */
  look(): void;
  setEnabled(enabled: boolean): void;
  /** What was last read of the window that is in front now. */
  current(): string | null;
  /**
   * Hands over what was read until now and remembers none of it; a picture under way is discarded. False: rows are refused.
   */
  handOver(): boolean;
  /** Nothing while off: what is not wanted is no part. */
  health(): PartHealth[];
  stop(): Promise<void>;
}

/** A new window needs a moment until it is drawn. */
const drawnAfterMs = 1_000;
/** At most one picture in this time … */
const shortestPauseMs = 5_000;
/** … and after each a rest of so many times what recognising took, so that it stays below a fifth of one core. */
const restFactor = 4;
const restAfterFailureMs = 60_000;
/** Without a new window for this long, thread and helper window give their memory back. */
const idleMs = 120_000;
const rememberedTexts = 64;

export function startScreenText(deps: ScreenTextDeps): ScreenTextSource {
  const source = new ScreenText(deps);
  source.look();
  return source;
}

class ScreenText implements ScreenTextSource {
  private readonly deps: ScreenTextDeps;
  private readonly outbox: RowOutbox;
  private readonly counters: ScreenTextCounters = { ...noCounts };
  /** Of each window, so that a return to it does not store the same text again. */
  private stored = new RecentMap<string, string>(rememberedTexts);
  private enabled: boolean;
  private stopped = false;
  /** The picture that is being taken or recognised. */
  private underWay: Promise<void> | undefined;
  /** The window that was looked at last, and the one that is to be next. */
  private looked: string | undefined;
  private awaited: string | undefined;
  private read: { readonly window: string; readonly text: string } | undefined;
  /** How often all was handed over: what began before the last time is not kept. */
  private handedOver = 0;
  private problem: string | undefined;
  /** In a row. */
  private failures = 0;
  private lastTextMs: number | null = null;
  private restUntilMs = -Infinity;
  private cancelPicture: Stop = () => undefined;
  private cancelIdle: Stop = () => undefined;

  constructor(deps: ScreenTextDeps) {
    this.deps = deps;
    this.enabled = deps.enabled;
    this.outbox = new RowOutbox(deps.sink, 50);
  }

  look(): void {
    if (!this.isWanted() || this.underWay !== undefined) return;
    this.outbox.retry();
    const front = this.deps.person.front();
    const window = front === undefined ? undefined : nameOf(front);
    if (window !== this.looked) this.looked = undefined;
    const next = window === this.looked || !this.isPermitted() ? undefined : window;
    if (next === this.awaited) return;
    void this.cancelPicture();
    this.awaited = next;
    if (next === undefined) return;
    const waitMs = Math.max(drawnAfterMs, this.restUntilMs - this.deps.clock.monotonic());
    this.cancelPicture = this.deps.clock.after(waitMs, () => this.take(next));
  }

  setEnabled(enabled: boolean): void {
    if (enabled === this.enabled) return;
    this.enabled = enabled;
    this.problem = undefined;
    this.failures = 0;
    this.read = undefined;
    this.stored = new RecentMap(rememberedTexts);
    this.looked = undefined;
    this.awaited = undefined;
    void this.cancelPicture();
    if (enabled) this.look();
    else void this.rest();
  }

  current(): string | null {
    const front = this.read === undefined || !this.isWanted() ? undefined : this.deps.person.front();
    return front !== undefined && nameOf(front) === this.read?.window ? this.read.text : null;
  }

  handOver(): boolean {
    this.handedOver += 1;
    this.read = undefined;
    this.stored = new RecentMap(rememberedTexts);
    this.outbox.retry();
    return this.outbox.pending().length === 0;
  }

  health(): PartHealth[] {
    if (!this.enabled) return [];
    return [
      screenTextHealth({
        counters: this.counters,
        outbox: this.outbox,
        canTakePictures: this.deps.pictures !== undefined,
        isPermitted: this.isPermitted(),
        isPaused: this.deps.person.presence().state === 'paused',
        problem: this.problem,
        failures: this.failures,
        lastTextMs: this.lastTextMs,
      }),
    ];
  }

  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    void this.cancelPicture();
    await this.rest();
    await this.underWay;
    this.outbox.retry();
  }

  /** A call, because the compiler takes fields for unchanged across an await. */
  private isWanted(): boolean {
    return this.enabled && !this.stopped && this.deps.pictures !== undefined;
  }

  private isPermitted(): boolean {
    return ['granted', 'not-needed'].includes(this.deps.permissions.status('screen-recording'));
  }

  private take(window: string): void {
    const { person, clock } = this.deps;
    this.awaited = undefined;
    const front = person.front();
    if (front === undefined || nameOf(front) !== window) {
      this.look();
      return;
    }
    this.looked = window;
    if (!mayTakePicture(front.sample, person.privacy())) {
      this.counters.withheld += 1;
      return;
    }
    void this.cancelIdle();
    const startMs = clock.monotonic();
    this.restUntilMs = startMs + shortestPauseMs;
    this.underWay = this.readWindow(front)
      .catch((error: unknown) => this.failed(`Reading the screen failed (${String(error)}).`))
      .finally(() => {
        this.underWay = undefined;
        this.restUntilMs = Math.max(this.restUntilMs, clock.monotonic() + restFactor * (clock.monotonic() - startMs));
        if (!this.isWanted()) return;
        this.cancelIdle = clock.after(idleMs, () => void this.rest());
        this.look();
      });
  }

  /** Takes the picture, sees to it that it shows what was decided upon, and recognises it. */
  private async readWindow(front: FrontWindow): Promise<void> {
    const { person, clock, pictures, recogniser } = this.deps;
    const privacy = person.privacy();
    const { handedOver } = this;
    const { windowId } = front.sample;
    if (windowId === undefined || pictures === undefined) {
      this.counters.withheld += 1;
      return;
    }
    const picture = await pictures.take(windowId);
    const tsMs = clock.now();
    if (picture.ok) this.counters.pictures += 1;
    // By now the window may be closed, or have gone on to what must not be read: to a private tab, say.
    const isSame = (await person.lookAgain()) && this.isInFront(front);
    if (!isSame || !this.isWanted()) {
      this.counters.discarded += 1;
      return;
    }
    if (!picture.ok) {
      this.failed(picture.error);
      return;
    }
    const recognised = await recogniser.recognise(picture.value);
    if (!this.isWanted()) return;
    if (!recognised.ok) {
      this.failed(recognised.error);
      return;
    }
    this.problem = undefined;
    this.failures = 0;
    this.counters.recognising_ms += recognised.value.tookMs;
    const isOutdated = person.privacy() !== privacy || this.handedOver !== handedOver;
    if (isOutdated || person.presence().state === 'paused') this.counters.discarded += 1;
    else this.keep(front, recognised.value, tsMs);
  }

  private isInFront(window: FrontWindow): boolean {
    const front = this.deps.person.front();
    return front !== undefined && nameOf(front) === nameOf(window);
  }

  private keep(front: FrontWindow, recognised: Recognised, tsMs: number): void {
    const window = nameOf(front);
    const text = cleanText(recognised, (found) => this.deps.person.privacy().text(found));
    this.read = text === undefined ? undefined : { window, text };
    if (text === undefined) {
      this.counters.without_text += 1;
      return;
    }
    if (this.stored.get(window) === text) {
      this.counters.unchanged += 1;
      return;
    }
    this.stored.set(window, text);
    this.lastTextMs = tsMs;
    this.counters.texts += 1;
    this.outbox.push(screenTextRow(front, { ...recognised, text }, tsMs));
  }

  private failed(problem: string): void {
    if (!this.isWanted()) return;
    this.problem = problem;
    this.counters.errors += 1;
    this.failures += 1;
    this.restUntilMs = this.deps.clock.monotonic() + restAfterFailureMs;
  }

  private async rest(): Promise<void> {
    void this.cancelIdle();
    this.deps.pictures?.rest();
    await this.deps.recogniser.rest();
  }
}

/** Tells windows apart, and what they show as far as their title and address say it. */
function nameOf({ sample, facts }: FrontWindow): string {
  return JSON.stringify([sample.windowId, facts.app, facts.title, facts.url]);
}
