import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type Page, expect } from '@playwright/test';
import type { CurrentContext } from '../../app/contract/context.ts';
import type { Display } from './display.ts';
import { test } from './fixtures.ts';
import type { HivebarApp } from './hivebar-app.ts';
import { pictures } from './pictures.ts';

const harvest = 'The harvest festival begins tomorrow morning';

async function screenTextPart(app: HivebarApp) {
  return (await app.status()).sources.find(({ name }) => name === 'screen-text');
}

/** Works in the window in front until its text has been read so many times in all. */
async function workUntilRead(app: HivebarApp, display: Display, texts: number): Promise<void> {
  await expect(async () => {
    await display.pressKey('Shift_L');
    expect((await screenTextPart(app))?.counters).toMatchObject({ texts });
  }).toPass({ intervals: [250], timeout: 40_000 });
}

async function workUntilSeen(app: HivebarApp, display: Display, title: string | null): Promise<void> {
  await expect(async () => {
    await display.pressKey('Shift_L');
    expect((await app.status()).current?.title ?? null).toBe(title);
  }).toPass({ intervals: [100] });
}

/** What the recorder tells programs of this account. */
async function snapshot(dataDir: string): Promise<CurrentContext> {
  const { socketPath } = JSON.parse(await readFile(join(dataDir, 'runtime.json'), 'utf8')) as { socketPath: string };
  const socket = connect(socketPath);
  socket.write('{"op":"snapshot"}\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return (JSON.parse(answer.toString()) as { context: CurrentContext }).context;
}

async function searchFor(page: Page, words: string): Promise<void> {
  await page.getByTestId('search-field').fill(words);
  await expect(page.getByTestId('search-results').getByTestId('answered')).toHaveAttribute('aria-busy', 'false');
}

test('text is read from windows while that is on, found by the search, and never from an excluded application', async ({
  start,
  display,
  dataDir,
}, testInfo) => {
  const app = await start({
    settings: { privacy: { excludedApps: ['Vault'] }, recording: { pollMs: 250 } },
    args: ['--show', 'overview'],
  });
  await expect.poll(async () => (await app.status()).overall).toBe('recording');
  const page = await app.overview.page();
  await page.getByTestId('go-search').click();
  await expect(page.getByTestId('page-search')).toBeVisible();
  await expect(page.getByTestId('search-field')).toBeFocused();
  const toggle = page.getByRole('switch', { name: 'Read the text in windows' });
  await expect(toggle).not.toBeChecked();
  await pictures(page, 'search-off', testInfo);

  const notes = await display.openTerminal('Notes', { text: harvest });
  await workUntilSeen(app, display, 'Notes');
  expect(await screenTextPart(app)).toBeUndefined();
  await toggle.click();
  await expect(toggle).toBeChecked();
  const kept = JSON.parse(await readFile(join(dataDir, 'settings.json'), 'utf8')) as { recording: object };
  expect(kept.recording).toEqual({ pollMs: 250, screenText: true });
  await notes.focus();
  await workUntilRead(app, display, 1);
  expect((await snapshot(dataDir)).screenText).toContain('festival');

  const vault = await display.openTerminal('Safe', { text: 'The combination of the safe is here', app: 'Vault' });
  await workUntilSeen(app, display, null);
  expect((await snapshot(dataDir)).screenText).toBeNull();
  const letter = await display.openTerminal('Letter', { text: 'Dear neighbour, please water the garden' });
  await workUntilRead(app, display, 2);
  // One picture for each text: none was taken in between.
  expect((await screenTextPart(app))?.counters).toMatchObject({ pictures: 2, errors: 0 });

  const rows = () =>
    app.query(
      `SELECT app, subject, JSONExtractString(payload, 'text') AS text, JSONExtractInt(payload, 'took_ms') AS took_ms,
         JSONExtractInt(payload, 'confidence') AS confidence
       FROM seq.mem_events WHERE kind = 'ocr' ORDER BY ts_ms`,
    );
  await expect.poll(async () => (await rows()).map(({ subject }) => subject)).toEqual(['Notes', 'Letter']);
  const [first, second] = await rows();
  expect(first).toMatchObject({ app: 'XTerm', text: expect.stringContaining('festival') });
  expect(second?.['text']).toMatch(/garden/);
  testInfo.annotations.push({ type: 'recognised', description: JSON.stringify(await rows()) });

  await searchFor(page, 'FESTIVAL harvest');
  const found = page.locator('[data-testid=search-row][data-kind=screen]');
  await expect(found).toHaveCount(1);
  await expect(found.locator('mark')).toHaveText([/harvest/i, /festival/i]);
  await pictures(page, 'search-found', testInfo);
  await page.getByTestId('kind-screen').click();
  await expect(found).toHaveCount(0);
  await searchFor(page, 'combination');
  await expect(page.getByTestId('search-results')).toContainText('Nothing in these days');

  await toggle.click();
  await expect(toggle).not.toBeChecked();
  await expect.poll(() => screenTextPart(app)).toBeUndefined();
  expect((await snapshot(dataDir)).screenText).toBeNull();
  for (const terminal of [notes, vault, letter]) await terminal.close();
});
