import { randomBytes } from 'node:crypto';
import { type CurrentContext } from '../../contract/context.ts';
import { type CurrentActivity, type PartHealth } from '../../contract/health.ts';
import { type Stop } from '../../contract/lifecycle.ts';
import { type Settings } from '../../contract/settings.ts';
import { type Clock, type Log, type Power } from '../host.ts';
import { contextOf } from './current-context.ts';
import { OpenSegmentJournal, readCheckpoint } from './open-segment-journal.ts';
import { AwayLedger } from './presence/away-ledger.ts';
import { type Presence } from './presence/presence-machine.ts';
import { PresenceSource } from './presence/presence-source.ts';
import { PresenceTrack } from './presence/presence-track.ts';
import { type PrivacyFilter, createPrivacyFilter } from './privacy.ts';
import { notRunningRows } from './recovery.ts';
import { windowHealth } from './window-health.ts';
import { RowOutbox } from './row-outbox.ts';
import { type RowSink, type TableRow } from './row-sink.ts';
import { type WindowBackend, type WindowReading } from './window/window-backend.ts';
import { segmentRows } from './window/window-rows.ts';
import { type Segment } from './window/segment-track.ts';
import { type WindowSource, startWindowSource } from './window/window-source.ts';
import { type FrontWindow, WindowTrack } from './window/window-track.ts';

export interface PersonRecordingDeps {
  readonly clock: Clock;
  readonly power: Power;
  readonly log: Log;
  readonly windows: WindowBackend;
  readonly sink: RowSink;
  readonly settings: Pick<Settings, 'privacy' | 'recording'>;
  /** Where the open segment is kept against a crash: `open-segment.jsonl` in the data directory. */
  readonly journalPath: string;
  /** The person paused before this start and has not resumed. */
  readonly paused?: boolean;
  /** The live activity or the presence changed. */
  readonly onChange?: () => void;
  /** What was read from the screen of the window in front, for programs that ask the context service. */
  readonly screenText?: () => string | null;
}

/** A person being recorded: their windows and their presence, which cannot be told apart (a window's time away). */
export interface PersonRecording {
  /** Ends the open segment and reads nothing until `resume`. */
  pause(): void;
  resume(): void;
  /** Tries a failed source again now. */
  retry(): void;
  /** The open segment after the privacy filter; null when away from the screen, paused or filtered. */
  current(): CurrentActivity | null;
  /** The same and more, for programs that ask the context service. */
  context(): CurrentContext;
  presence(): Presence;
  /** The window that the person works in at this moment; undefined when they are away, and for what is not recorded. */
  front(): FrontWindow | undefined;
  /** Reads the window in front again; whether that succeeded. */
  lookAgain(): Promise<boolean>;
  /** The rules in force. */
  privacy(): PrivacyFilter;
  /** One entry for the windows, one for presence. */
  health(): PartHealth[];
  /**
   * Makes rows of all that was recorded until now, hands them over, and leaves nothing of it in the journal; a window is
   * open again when it is seen again. Whether the person was there in the last minutes is taken as it looks now. False:
   * rows are refused.
   */
  handOver(): boolean;
  /** New privacy rules count at once, for the open segment too. */
  applyPrivacy(settings: Settings['privacy']): void;
  /** When someone counts as away, and how often that is looked at: from the next reading on. */
  applyRecording(settings: Settings['recording']): void;
  /** Closes what is open and hands it over. The journal keeps what the writer did not take. */
  stop(): Promise<void>;
}

const checkpointMs = 8_000;
/** The time service corrects by less than this; more means that the clock was put back. */
const smallStepMs = 2_000;

export function startPersonRecording(deps: PersonRecordingDeps): PersonRecording {
  return new Recording(deps);
}

class Recording implements PersonRecording {
  private readonly deps: PersonRecordingDeps;
  private readonly outbox: RowOutbox;
  private readonly journal: OpenSegmentJournal;
  private readonly track: WindowTrack;
  private readonly ledger: AwayLedger;
  private readonly person: PresenceSource;
  private readonly presenceTrack: PresenceTrack;
  private readonly source: WindowSource;
  private readonly stopCheckpoints: Stop;
  private lastNowMs: number;
  private journalProblem: string | undefined;
  /** Rows handed over when the last checkpoint was written. */
  private acceptedAtCheckpoint = 0;
  private stopped = false;
  private rules: Settings['recording'];
  private exempt: ReadonlySet<string>;

  constructor(deps: PersonRecordingDeps) {
    this.deps = deps;
    const { clock, settings } = deps;
    this.rules = settings.recording;
    this.exempt = exemptApps(settings.recording);
    const rules = () => this.rules;
    this.outbox = new RowOutbox(deps.sink);
    this.journal = new OpenSegmentJournal(deps.journalPath);
    this.lastNowMs = clock.now();
    this.ledger = new AwayLedger({
      isExempt: ({ facts: { app, bundleId } }) => [app, bundleId].some((name) => this.exempt.has(name.toLowerCase())),
      released: (segment, away) => this.push(segmentRows(segment, away)),
    });
    this.track = new WindowTrack({
      clock,
      privacy: createPrivacyFilter(settings.privacy),
      newId,
      closed: (segment) => this.ledger.add(segment),
      changed: () => deps.onChange?.(),
    });
    this.person = new PresenceSource({
      clock,
      power: deps.power,
      now: () => this.now(),
      get idleAfterMs() {
        return rules().idleAfterMs;
      },
      get pollMs() {
        return rules().pollMs;
      },
      changed: (presence) => this.presenceChanged(presence),
      renamed: (presence) => this.presenceRenamed(presence),
      looked: (nowMs) => this.presenceLookedAt(nowMs),
      ending: () => this.checkpoint(),
    });
    this.presenceTrack = new PresenceTrack(this.person.current(), clock.timeZone(), {
      newId,
      closed: (row) => this.push([{ table: 'seq.presence', row }]),
    });
    this.recover();
    this.source = startWindowSource({
      clock,
      log: deps.log,
      backend: deps.windows,
      get pollMs() {
        return rules().pollMs;
      },
      observed: (atMs, reading, pulseMs) => this.windowObserved(atMs, reading, pulseMs),
    });
    if (deps.paused === true) this.person.pause();
    this.person.start();
    this.stopCheckpoints = clock.every(checkpointMs, () => this.checkpoint());
    this.checkpoint();
  }

  pause(): void {
    this.person.pause();
  }

  resume(): void {
    this.person.resume();
  }

  retry(): void {
    this.source.retry();
  }

  current(): CurrentActivity | null {
    const segment = this.track.current(this.deps.clock.now());
    if (segment === undefined || !this.seesWindows()) return null;
    const { app, title } = segment.facts;
    return {
      app,
      title,
      sinceMs: segment.startMs,
      afk: this.ledger.marked(segment).at(-1)?.away ?? this.person.isAway(),
    };
  }

  context(): CurrentContext {
    const nowMs = this.deps.clock.now();
    return contextOf({
      nowMs,
      presence: this.person.current().state,
      away: this.person.isAway(),
      activity: this.current(),
      url: this.track.current(nowMs)?.facts.url ?? '',
      idle: this.person.reading(),
      screenText: this.deps.screenText?.() ?? null,
    });
  }

  presence(): Presence {
    return this.person.current();
  }

  front(): FrontWindow | undefined {
    const isThere = this.person.current().state === 'active' && !this.person.isAway();
    return isThere && !this.stopped ? this.track.front(this.deps.clock.now()) : undefined;
  }

  lookAgain(): Promise<boolean> {
    return this.source.readAgain();
  }

  privacy(): PrivacyFilter {
    return this.track.privacy();
  }

  health(): PartHealth[] {
    const paused = this.person.current().state === 'paused';
    return [
      windowHealth({
        source: this.source.health(),
        privacy: this.track.privacy(),
        outbox: this.outbox,
        journalProblem: this.journalProblem,
        paused,
        unseen: !this.seesWindows(),
        hasAddresses: this.deps.windows.hasAddresses,
      }),
      this.person.health(),
    ];
  }

  handOver(): boolean {
    const now = this.now();
    // Not merely cut: the last window stands while the person looks at Hivebar, and would be recorded again at once.
    this.track.close(now);
    this.presenceTrack.end(now);
    this.ledger.certainUntil(now);
    this.outbox.retry();
    this.journal.startAnew();
    this.writeCheckpoint(now);
    return this.outbox.pending().length === 0;
  }

  applyPrivacy(settings: Settings['privacy']): void {
    this.track.setPrivacy(createPrivacyFilter(settings), this.now());
  }

  applyRecording(settings: Settings['recording']): void {
    this.exempt = exemptApps(settings);
    if (settings.pollMs === this.rules.pollMs) this.rules = settings;
    // A reading that came in the old rhythm would look late in a faster one, as after a sleep.
    else void this.person.changePeriod(settings.pollMs, () => (this.rules = settings));
  }

  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    void this.stopCheckpoints();
    void this.source.stop();
    await this.person.stop();
    const now = this.now();
    this.track.close(now);
    this.presenceTrack.end(now);
    this.ledger.certainUntil(Infinity);
    this.outbox.retry();
    this.writeCheckpoint(now);
    this.journal.close();
  }

  private windowObserved(atMs: number, reading: WindowReading, pulseMs: number): void {
    if (this.stopped || !this.seesWindows()) return;
    this.track.observe(atMs, reading, pulseMs);
  }

  private presenceLookedAt(nowMs: number): void {
    const certainMs = this.person.certainUntilMs(nowMs);
    this.ledger.certainUntil(certainMs);
    this.presenceTrack.advance(certainMs, this.deps.clock.timeZone());
    this.source.setWanted(this.seesWindows());
    this.outbox.retry();
    // What was just handed over must leave the journal at once: after a crash it would be told a second time.
    if (this.outbox.counters.accepted !== this.acceptedAtCheckpoint) this.writeCheckpoint(nowMs);
  }

  private presenceChanged(presence: Presence): void {
    const { sinceMs } = presence;
    this.track.cut(sinceMs);
    this.ledger.turn(sinceMs, this.person.isAway());
    this.presenceTrack.begin(presence);
    this.closeUnseenWindow();
    this.deps.onChange?.();
  }

  private presenceRenamed(presence: Presence): void {
    this.presenceTrack.rename(presence);
    this.closeUnseenWindow();
    this.deps.onChange?.();
  }

  private closeUnseenWindow(): void {
    if (this.seesWindows()) return;
    const { state, sinceMs } = this.person.current();
    this.track.close(state === 'paused' ? sinceMs : this.lastNowMs);
  }

  /** Behind a lock or in a pause nobody looks at a window, and none is read. */
  private seesWindows(): boolean {
    const { state } = this.person.current();
    return state === 'active' || state === 'idle' || state === 'unknown';
  }

  private now(): number {
    const now = this.deps.clock.now();
    if (now < this.lastNowMs - smallStepMs) {
      this.track.close(this.lastNowMs);
      this.presenceTrack.end(this.lastNowMs, now);
      this.person.clockPutBack(now);
      this.ledger.restart(now);
      this.lastNowMs = now;
    }
    this.lastNowMs = Math.max(this.lastNowMs, now);
    return this.lastNowMs;
  }

  private push(rows: readonly TableRow[]): void {
    for (const row of rows) this.outbox.push(row);
  }

  /** Takes over what the last run left open and tells the time since then as unknown. */
  private recover(): void {
    const found = readCheckpoint(this.deps.journalPath);
    if (!found.ok) this.deps.log('error', found.error);
    if (!found.ok || found.value === undefined) return;
    this.push(found.value.rows);
    this.push(notRunningRows(found.value.atMs, this.lastNowMs, this.deps.clock.timeZone(), newId()));
  }

  private checkpoint(): void {
    this.writeCheckpoint(this.now());
  }

  /** Everything that is open or waits, as the rows it would be if the recorder ended now. */
  private writeCheckpoint(now: number): void {
    this.acceptedAtCheckpoint = this.outbox.counters.accepted;
    const open = this.stopped ? undefined : this.track.current(now);
    const segments: Segment[] = [...this.ledger.pending(), ...(open === undefined ? [] : [open])];
    const marked = segments.flatMap((segment) => this.ledger.marked(segment));
    const result = this.journal.write({
      atMs: now,
      rows: [
        ...this.outbox.pending(),
        ...marked.flatMap(({ segment, away }) => segmentRows(segment, away)),
        ...this.presenceTrack.rowsUntil(now).map((row) => ({ table: 'seq.presence' as const, row })),
      ],
    });
    if (!result.ok && this.journalProblem === undefined) this.deps.log('error', result.error);
    this.journalProblem = result.ok ? undefined : result.error;
  }
}

function exemptApps({ idleExemptApps }: Settings['recording']): ReadonlySet<string> {
  return new Set(idleExemptApps.map((app) => app.toLowerCase()));
}

function newId(): string {
  return randomBytes(9).toString('base64url');
}
