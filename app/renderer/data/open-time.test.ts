import { expect, it } from 'vitest';
import { type CurrentActivity } from '../../contract/health.ts';
import { addOpenTime, type AppMinutes, followOpenTime, nothingOpen } from './open-time.ts';

const noon = new Date(2026, 2, 2, 12).getTime();
const minute = 60_000;

function activity(app: string, sinceMs: number, afk = false): CurrentActivity {
  return { app, title: '', sinceMs, afk };
}

/** A window that looks every five seconds: `look` gives what it shows of each app. */
function watching(dayStartHour = 0) {
  let open = nothingOpen;
  return (nowMs: number, current: CurrentActivity | null, stored: readonly AppMinutes[]) => {
    for (let step = 0; step < 5; step += 1) open = followOpenTime(open, { stored, current, nowMs, dayStartHour });
    expect(followOpenTime(open, { stored, current, nowMs, dayStartHour })).toBe(open);
    return Object.fromEntries(addOpenTime(stored, open, nowMs, dayStartHour).map(({ app, minutes }) => [app, minutes]));
  };
}

it('adds the open segment to what is stored', () => {
  const look = watching();
  expect(look(noon, activity('Editor', noon - 3 * minute), [{ app: 'Editor', minutes: 10 }])).toEqual({ Editor: 13 });
  expect(look(noon + minute, activity('Editor', noon - 3 * minute), [{ app: 'Mail', minutes: 1 }])).toEqual({
    Mail: 1,
    Editor: 4,
  });
});

it('adds nothing while the person is away, paused or in a private window', () => {
  const stored = [{ app: 'Editor', minutes: 10 }];
  expect(watching()(noon, activity('Editor', noon - minute, true), stored)).toEqual({ Editor: 10 });
  expect(watching()(noon, null, stored)).toEqual({ Editor: 10 });
});

it('counts from midnight only', () => {
  const midnight = new Date(2026, 2, 2).getTime();
  expect(watching()(midnight + minute, activity('Editor', midnight - 9 * minute), [])).toEqual({ Editor: 1 });
});

it('counts from the hour at which the day begins', () => {
  const four = new Date(2026, 2, 2, 4).getTime();
  expect(watching(4)(four + minute, activity('Editor', four - 9 * minute), [])).toEqual({ Editor: 1 });
  expect(watching(4)(four - minute, activity('Editor', four - 300 * minute), [])).toEqual({ Editor: 299 });
});

it('keeps a segment that closed until its row has come, and then counts it once', () => {
  const look = watching();
  const before = [{ app: 'Editor', minutes: 10 }];
  look(noon, activity('Editor', noon - 5 * minute), before);
  const mail = activity('Mail', noon + 15_000);
  expect(look(noon + 15_000, mail, before)).toMatchObject({ Editor: 15.25 });
  expect(look(noon + 20_000, mail, before)).toMatchObject({ Editor: 15.25 });
  const after = [{ app: 'Editor', minutes: 15.25 }];
  expect(look(noon + 25_000, mail, after)).toMatchObject({ Editor: 15.25 });
});

it('goes on growing while the same app gets one title after the other and rows lag behind', () => {
  const look = watching();
  const stored = [{ app: 'Terminal', minutes: 10 }];
  for (let second = 0; second <= 120; second += 5) {
    const nowMs = noon + second * 1_000;
    const current = activity('Terminal', nowMs - (second % 10) * 1_000);
    expect(look(nowMs, current, stored)['Terminal']).toBeCloseTo(10 + second / 60, 6);
  }
  const caughtUp = [{ app: 'Terminal', minutes: 12 }];
  expect(look(noon + 125_000, activity('Terminal', noon + 120_000), caughtUp)['Terminal']).toBeCloseTo(12 + 5 / 60, 6);
});

it('takes back the minutes without input once they turn out as absence', () => {
  const look = watching();
  look(noon, activity('Editor', noon - 10 * minute), []);
  expect(look(noon + 5_000, activity('Editor', noon - 3 * minute, true), [])).toEqual({ Editor: 7 });
  expect(look(noon + 20_000, activity('Editor', noon - 3 * minute, true), [])).toEqual({});
});

it('gives up on a row that never comes', () => {
  const look = watching();
  look(noon, activity('Editor', noon - minute), []);
  for (let second = 5; second <= 300; second += 5) look(noon + second * 1_000, activity('Mail', noon), []);
  expect(look(noon + 305_000, activity('Mail', noon), [])).not.toHaveProperty('Editor');
});

it('guesses nothing about the time in which the window was hidden', () => {
  const look = watching();
  look(noon, activity('Editor', noon - minute), []);
  expect(look(noon + 60 * minute, activity('Mail', noon + 59 * minute), [])).toEqual({ Mail: 1 });
});
