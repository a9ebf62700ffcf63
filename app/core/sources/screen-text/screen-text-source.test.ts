import { beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../contract/settings.ts';
import { type Result, fail, ok } from '../../../contract/result.ts';
import type { GreyPicture, PermissionStatus } from '../../host.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { FakeDesk, RowList } from '../testing/fake-desk.ts';
import { type PersonRecording, startPersonRecording } from '../person-recording.ts';
import type { WindowSample } from '../window/window-sample.ts';
import type { Recognised } from './recognition-protocol.ts';
import { type ScreenTextSource, startScreenText } from './screen-text-source.ts';

const settings = defaultSettings();
const second = 1_000;

let clock: FakeClock;
let desk: FakeDesk;
let sink: RowList;
let person: PersonRecording;
let source: ScreenTextSource;
/** Numbers of the windows of which a picture was taken. */
let taken: number[];
let rests: number;
let permission: PermissionStatus;
let picture: () => Promise<Result<GreyPicture, string>>;
let recognised: () => Promise<Result<Recognised, string>>;

function start({ enabled = true, canTakePictures = true, excludedApps = [] as string[] } = {}): void {
  const found: { source?: ScreenTextSource } = {};
  person = startPersonRecording({
    clock,
    power: desk,
    log: () => undefined,
    windows: desk.backend,
    sink,
    settings: { ...settings, privacy: { ...settings.privacy, excludedApps } },
    journalPath: '/nonexistent/journal',
    onChange: () => found.source?.look(),
    screenText: () => found.source?.current() ?? null,
  });
  source = startScreenText({
    clock,
    sink,
    pictures: canTakePictures
      ? {
          take: (windowId) => {
            taken.push(windowId);
            return picture();
          },
          rest: () => (rests += 1),
        }
      : undefined,
    permissions: { status: () => permission },
    recogniser: { recognise: () => recognised(), rest: () => Promise.resolve() },
    person,
    enabled,
  });
  found.source = source;
}

beforeEach(() => {
  clock = new FakeClock('2026-03-02T09:00:00Z');
  desk = new FakeDesk(clock);
  desk.typing = true;
  sink = new RowList();
  taken = [];
  rests = 0;
  permission = 'not-needed';
  picture = () => Promise.resolve(ok({ width: 1, height: 1, scale: 1, pixels: new Uint8Array(1) }));
  recognised = () => Promise.resolve(ok({ text: `Text ${taken.length}`, confidence: 88, tookMs: 300 }));
});

async function workIn(windowId: number, window: Partial<WindowSample> = {}, ms = 10 * second): Promise<void> {
  desk.focus({ title: `Window ${windowId}`, windowId, ...window });
  await clock.advance(ms);
}

function texts() {
  return sink.rows.flatMap((row) => (row.table === 'seq.mem_events' && row.row.kind === 'ocr' ? [row.row] : []));
}
const counters = () => source.health()[0]?.counters ?? {};

describe('screen text', () => {
  it('is read once for each change of window and stored with its place', async () => {
    start();
    await workIn(7, { app: 'Editor', title: 'letter.txt', url: 'https://example.org/a?b' });
    await clock.advance(60 * second);
    expect(taken).toEqual([7]);
    expect(texts()).toEqual([
      {
        ts_ms: expect.any(Number) as number,
        kind: 'ocr',
        app: 'Editor',
        subject: 'letter.txt',
        payload: expect.any(String) as string,
      },
    ]);
    expect(JSON.parse(texts()[0]?.payload ?? '')).toEqual({
      text: 'Text 1',
      confidence: 88,
      language: 'eng',
      took_ms: 300,
      bundle_id: 'editor',
      url: 'https://example.org/a',
      segment_id: expect.any(String) as string,
    });
    expect(person.context().screenText).toBe('Text 1');
    await workIn(8);
    expect(taken).toEqual([7, 8]);
    expect(person.context().screenText).toBe('Text 2');
    expect(source.health()).toMatchObject([{ name: 'screen-text', state: 'ok', counters: { pictures: 2, texts: 2 } }]);
  });

  it('waits until a window has settled, and takes at most one picture in five seconds', async () => {
    start();
    for (let windowId = 1; windowId <= 40; windowId += 1) await workIn(windowId, {}, 900);
    expect(taken).toEqual([]);
    for (let windowId = 41; windowId <= 50; windowId += 1) await workIn(windowId, {}, 2 * second);
    expect(taken.length).toBeGreaterThanOrEqual(3);
    expect(taken.length).toBeLessThanOrEqual(5);
  });

  it('rests four times as long as recognising took', async () => {
    start();
    recognised = () =>
      new Promise((resolve) =>
        clock.after(10 * second, () => resolve(ok({ text: 'slow', confidence: 80, tookMs: 1 }))),
      );
    await workIn(1, {}, 13 * second);
    expect(texts()).toHaveLength(1);
    await workIn(2, {}, 35 * second);
    expect(taken).toEqual([1]);
    await clock.advance(10 * second);
    expect(taken).toEqual([1, 2]);
  });

  it('is not stored again when a window shows what it showed before', async () => {
    start();
    recognised = () => Promise.resolve(ok({ text: 'the same', confidence: 80, tookMs: 1 }));
    for (const windowId of [1, 2, 1, 2]) await workIn(windowId);
    expect(taken).toEqual([1, 2, 1, 2]);
    expect(texts()).toHaveLength(2);
    expect(counters()).toMatchObject({ unchanged: 2 });
  });

  it('is not kept when all was handed over while it was being recognised, nor remembered from before', async () => {
    start();
    await workIn(1);
    expect(person.context().screenText).toBe('Text 1');
    recognised = () =>
      new Promise((resolve) =>
        clock.after(10 * second, () => resolve(ok({ text: 'a secret', confidence: 80, tookMs: 1 }))),
      );
    await workIn(2, {}, 8 * second);
    expect(source.handOver()).toBe(true);
    await clock.advance(20 * second);
    expect(person.context().screenText).toBeNull();
    expect(texts()).toHaveLength(1);
    expect(counters()).toMatchObject({ discarded: 1 });
  });
});

describe('no picture is taken', () => {
  it('while screen text is off, nor is there a part in the status; turning it on counts at once', async () => {
    start({ enabled: false });
    await workIn(1);
    expect([taken, source.health()]).toEqual([[], []]);
    source.setEnabled(true);
    await clock.advance(2 * second);
    expect(taken).toEqual([1]);
    source.setEnabled(false);
    await workIn(2);
    expect([taken, source.health(), person.context().screenText]).toEqual([[1], [], null]);
  });

  it('of what the filter drops, of private windows, and of Hivebar itself', async () => {
    start({ excludedApps: ['Vault'] });
    await workIn(1, { app: 'Vault' });
    await workIn(2, { app: 'Firefox', visibility: 'private' });
    await workIn(3, { app: 'Chromium' });
    await workIn(4, { windowId: 4, app: 'KeePassXC' });
    desk.focusOwn();
    await clock.advance(10 * second);
    expect(taken).toEqual([]);
    expect(counters()).toMatchObject({ withheld: 2 });
    await workIn(5);
    desk.focusOwn();
    await clock.advance(10 * second);
    await workIn(5);
    expect(taken).toEqual([5, 5]);
  });

  it('while the person is away, behind a lock, or has paused', async () => {
    start();
    desk.typing = false;
    await clock.advance(200 * second);
    desk.focus({ title: 'by itself', windowId: 1 }, { input: false });
    await clock.advance(20 * second);
    expect(taken).toEqual([]);
    desk.typing = true;
    await clock.advance(10 * second);
    expect(taken).toEqual([1]);
    desk.locked = true;
    desk.announce('lock');
    await workIn(2);
    person.pause();
    await workIn(3);
    expect(taken).toEqual([1]);
    expect(source.health()).toMatchObject([{ state: 'paused' }]);
  });

  it('without permission, which the status asks for', async () => {
    start();
    permission = 'denied';
    await workIn(1);
    expect(taken).toEqual([]);
    expect(source.health()).toMatchObject([{ state: 'degraded', permission: 'screen-recording' }]);
    permission = 'granted';
    await workIn(2);
    expect(taken).toEqual([2]);
  });

  it('where none can be taken, which the status says', async () => {
    start({ canTakePictures: false });
    await workIn(1);
    expect(source.health()).toMatchObject([{ state: 'unavailable' }]);
  });
});

describe('a picture is dropped unread', () => {
  it('when the window has changed before it was there', async () => {
    start();
    picture = () => {
      desk.focus({ app: 'Firefox', title: 'Bank', windowId: 1, visibility: 'private' });
      return Promise.resolve(ok({ width: 1, height: 1, scale: 1, pixels: new Uint8Array(1) }));
    };
    await workIn(1, { app: 'Firefox' });
    expect(texts()).toEqual([]);
    expect(counters()).toMatchObject({ pictures: 1, discarded: 1 });
  });

  it('when the window was closed meanwhile, which is no failure', async () => {
    start();
    picture = () => {
      desk.focus(null);
      return Promise.resolve(fail('The window in front could not be captured.'));
    };
    await workIn(1);
    expect(source.health()).toMatchObject([{ state: 'ok', counters: { discarded: 1, errors: 0 } }]);
  });

  it('when the window can no longer be read', async () => {
    start();
    picture = () => {
      desk.windowProblem = { message: 'gone', retry: true };
      return Promise.resolve(ok({ width: 1, height: 1, scale: 1, pixels: new Uint8Array(1) }));
    };
    await workIn(1);
    expect([texts(), counters()['discarded']]).toEqual([[], 1]);
  });

  it.each<[string, () => void]>([
    ['the rules change', () => person.applyPrivacy({ ...settings.privacy, excludedApps: ['Editor'] })],
    ['the person pauses', () => person.pause()],
    ['it is turned off', () => source.setEnabled(false)],
  ])('when %s while it is recognised', async (_, happens) => {
    start();
    recognised = () => {
      happens();
      return Promise.resolve(ok({ text: 'too late', confidence: 90, tookMs: 1 }));
    };
    await workIn(1);
    expect([taken, texts()]).toEqual([[1], []]);
  });
});

it('tells a failure, rests a minute, and goes on with the next window', async () => {
  start();
  recognised = () => Promise.resolve(fail('The text could not be recognised (no).'));
  await workIn(1);
  expect(source.health()).toMatchObject([
    { state: 'degraded', message: expect.stringContaining('(no)') as string, counters: { errors: 1 } },
  ]);
  await workIn(11, {}, 100 * second);
  await workIn(12, {}, 30 * second);
  expect(source.health()).toMatchObject([{ state: 'failing', counters: { errors: 3 } }]);
  recognised = () => Promise.resolve(ok({ text: 'again', confidence: 90, tookMs: 1 }));
  await workIn(2, {}, 40 * second);
  expect(taken).toEqual([1, 11, 12]);
  await clock.advance(30 * second);
  expect(taken).toEqual([1, 11, 12, 2]);
  expect(source.health()).toMatchObject([{ state: 'ok' }]);
});

it('gives memory back after two minutes without a new window, and keeps what the writer refuses', async () => {
  start();
  sink.refusal = { kind: 'full', message: 'no room' };
  await workIn(1);
  expect(source.health()).toMatchObject([{ state: 'degraded', counters: { waiting: 1 } }]);
  sink.refusal = undefined;
  await clock.advance(130 * second);
  expect(rests).toBe(1);
  await workIn(2);
  expect(texts()).toHaveLength(2);
  await source.stop();
  await workIn(3);
  expect(taken).toEqual([1, 2]);
});
