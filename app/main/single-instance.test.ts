import { expect, it, vi } from 'vitest';
import type { PageName } from './launch-options.ts';
import { claimDataDir } from './single-instance.ts';

function fakeApp(isFirst: boolean) {
  let announce: (data: unknown) => void = () => undefined;
  const app = {
    requestSingleInstanceLock: vi.fn(() => isFirst),
    on: (_name: string, listener: (...args: unknown[]) => void) => {
      announce = (data) => listener({}, [], '/', data);
    },
  };
  return { app: app as never, locked: app.requestSingleInstanceLock, secondStart: (data: unknown) => announce(data) };
}

function claimed(app: never) {
  const claim = claimDataDir(app, undefined);
  if (!claim.ok) throw new Error('the first process was refused');
  return claim.value;
}

it('refuses the second process and tells the first what to open', () => {
  const { app, locked } = fakeApp(false);
  expect(claimDataDir(app, 'overview')).toEqual({ ok: false, error: 'taken' });
  expect(locked).toHaveBeenCalledExactlyOnceWith({ show: 'overview' });
});

it('opens the window that a second start asks for', () => {
  const { app, secondStart } = fakeApp(true);
  const open = vi.fn<(page: PageName) => void>();
  claimed(app)(open);
  secondStart({ show: 'overview' });
  secondStart({ show: 'none' });
  secondStart('nonsense');
  expect(open.mock.calls).toEqual([['overview'], ['popover']]);
});

it('keeps a second start in mind that comes before there are windows', () => {
  const { app, secondStart } = fakeApp(true);
  const whenOpenable = claimed(app);
  secondStart({ show: 'overview' });
  const open = vi.fn<(page: PageName) => void>();
  whenOpenable(open);
  expect(open).toHaveBeenCalledExactlyOnceWith('overview');
});
