import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../../contract/settings.ts';
import { type PrivacySettings } from './privacy-rules.ts';
import { createPrivacyFilter } from './privacy.ts';
import { sample } from './testing/fake-desk.ts';
import { endDays, recordDay } from './testing/record-day.ts';

afterEach(endDays);

function filter(settings: Partial<PrivacySettings> = {}) {
  return createPrivacyFilter({ ...defaultSettings().privacy, ...settings });
}

function fate(settings: Partial<PrivacySettings>, window: Parameters<typeof sample>[0]): string {
  const verdict = filter(settings).window(sample(window));
  return verdict.kind === 'keep' ? 'keep' : verdict.reason;
}

describe('what is never recorded', () => {
  it.each([
    ['private', {}, { app: 'Firefox', visibility: 'private' }],
    ['system', {}, { app: 'loginwindow', bundleId: 'com.apple.loginwindow' }],
    ['system', {}, { app: 'ScreenSaverEngine' }],
    ['app', { excludedApps: ['1password'] }, { app: '1Password' }],
    ['app', { excludedApps: ['COM.bank.app'] }, { app: 'Bank', bundleId: 'com.bank.app' }],
    ['keep', { excludedApps: ['Pass'] }, { app: '1Password' }],
    ['title', { excludedTitles: ['salary'] }, { title: 'My Salary 2026' }],
    ['title', { excludedTitles: ['^⚕ '] }, { title: '⠋ ⚕ results' }],
    ['title', { excludedTitles: [String.raw`\bcv\-draft\b`] }, { title: 'cv-draft.odt' }],
    ['keep', { excludedTitles: ['^salary'] }, { title: 'My Salary' }],
    ['domain', { excludedDomains: ['example.com'] }, { url: 'https://mail.example.com/inbox' }],
    ['domain', { excludedDomains: ['*.Example.com'] }, { url: 'https://user:pw@EXAMPLE.com.:8443/' }],
    ['domain', { excludedDomains: ['https://bücher.example/x'] }, { url: 'https://xn--bcher-kva.example/' }],
    ['keep', { excludedDomains: ['example.com'] }, { url: 'https://notexample.com/' }],
    ['keep', { excludedDomains: ['example.com'] }, { url: 'https://example.com.evil.net/' }],
  ] as const)('%s: %j against %j', (expected, settings, window) => {
    expect(fate(settings as unknown as Partial<PrivacySettings>, window)).toBe(expected);
  });

  it('reaches no row, no journal, no log line and no live display', async () => {
    const day = await recordDay({
      privacy: { excludedApps: ['Diary'], excludedTitles: ['secretproject'], excludedDomains: ['clinic.example'] },
    });
    const { clock, desk, recording } = day;
    const seen: unknown[] = [];
    const hidden = [
      { app: 'Firefox', title: 'privatebrowsing', visibility: 'private' },
      { app: 'Diary', title: 'dearwords' },
      { app: 'Editor', title: 'secretproject plan' },
      { app: 'Browser', title: 'diagnosis', url: 'https://my.clinic.example/diagnosis' },
      { app: 'Browser', title: 'unsure', url: 'https://unsure.example/', visibility: 'unknown' },
    ] as const;
    for (const window of hidden) {
      desk.focus(window);
      await clock.advance(30_000);
      seen.push(recording.current());
      desk.focus({ app: 'Editor', title: 'fine' });
      await clock.advance(30_000);
    }
    const journal = readFileSync(day.journalPath, 'utf8');
    await recording.stop();
    const everything = JSON.stringify([day.sink.rows, seen, day.logged, recording.health()]) + journal;
    expect(everything).not.toMatch(/privatebrowsing|Diary|dearwords|secretproject|clinic|diagnosis|unsure/);
    expect(day.sink.contexts().filter(({ app }) => app === 'Browser')).toMatchObject([{ window_title: '', url: '' }]);
    expect(recording.health()[0]?.counters).toMatchObject({
      dropped_private: 1,
      dropped_app: 1,
      dropped_title: 1,
      dropped_domain: 1,
    });
  });

  it('counts from the moment that the rule is made, for the open segment too', async () => {
    const { clock, desk, sink, recording } = await recordDay();
    desk.focus({ app: 'Diary' });
    await clock.advance(60_000);
    recording.applyPrivacy({ ...defaultSettings().privacy, excludedApps: ['diary'] });
    await clock.advance(60_000);
    expect(recording.current()).toBeNull();
    await recording.stop();
    expect(sink.timeline()).toEqual(['09:00:00-09:01:00 Diary']);
  });
});

describe('rules that cannot be obeyed', () => {
  it('are told with their position, and a broken pattern still hides what it spells', () => {
    const privacy = filter({ excludedTitles: ['fine', 'salary (2026'], excludedDomains: ['not a domain'] });
    expect(privacy.window(sample({ title: 'Salary (2026)' }))).toEqual({ kind: 'drop', reason: 'title' });
    expect(privacy.problems()).toEqual([
      {
        rule: 'excludedTitles',
        position: 2,
        message: expect.stringMatching(/Unterminated group.*plain text/) as string,
      },
      { rule: 'excludedDomains', position: 1, message: expect.stringMatching(/no domain name/) as string },
    ]);
    expect(JSON.stringify(privacy.problems())).not.toContain('salary');
  });

  it('are not blamed for one moment at which the machine stood still', () => {
    const stoodStill = Object.assign(new Error('timed out'), { code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' });
    const match = vi.spyOn(Script.prototype, 'runInContext').mockImplementationOnce(() => {
      throw stoodStill;
    });
    const privacy = filter({ excludedTitles: ['secret'] });
    expect(privacy.window(sample({ title: 'harmless' })).kind).toBe('keep');
    expect(match).toHaveBeenCalledTimes(2);
    expect(privacy.problems()).toEqual([]);
    match.mockRestore();
  });

  it('do not stop the recorder: a pattern that runs away is cut off and its windows are dropped', () => {
    const privacy = filter({ excludedTitles: ['fine', '(a+)+$'] });
    const startMs = performance.now();
    expect(privacy.window(sample({ title: `${'a'.repeat(60)}!` }))).toEqual({ kind: 'drop', reason: 'title' });
    expect(performance.now() - startMs).toBeLessThan(2_000);
    expect(privacy.problems()).toMatchObject([{ rule: 'excludedTitles', position: 2 }]);
    expect(privacy.counters()).toMatchObject({ dropped_slow_pattern: 1 });
    expect(privacy.window(sample({ title: 'harmless' })).kind).toBe('keep');
  });

  it('show in the health of the recording', async () => {
    const { clock, desk, recording } = await recordDay({ privacy: { excludedTitles: ['('] } });
    desk.focus({ app: 'Editor' });
    await clock.advance(1_000);
    expect(recording.health()[0]).toMatchObject({
      state: 'degraded',
      message: expect.stringMatching(/^Privacy rule 1 of excludedTitles/) as string,
    });
  });
});

describe('what is kept', () => {
  it('is without secrets, spinners and control characters', () => {
    const verdict = filter().window(
      sample({
        title: '⠹ deploy\n--token=abcdef123456 ',
        url: 'https://me:pw@api.example/v1/AKIAABCDEFGHIJKLMNOP?q=1',
      }),
    );
    expect(verdict).toMatchObject({
      facts: { title: 'deploy --token=[redacted]', url: 'https://api.example/v1/[redacted]' },
    });
  });

  it('is cut at a thousand characters only after secrets were taken out', () => {
    const key = `sk-${'k'.repeat(40)}`;
    const verdict = filter().window(sample({ title: `${'x'.repeat(985)} ${key}` }));
    expect(JSON.stringify(verdict)).not.toContain('kkkk');
  });
});
