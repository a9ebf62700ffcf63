import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../contract/settings.ts';
import { realClock, until } from './database/testing.ts';
import { changeSettings, readSettings, watchSettings } from './settings-file.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hivebar-settings-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const write = (content: string) => writeFile(join(dataDir, 'settings.json'), content);

describe('settings', () => {
  it('are the defaults where there is no file', async () => {
    expect(await readSettings(dataDir)).toEqual({ ok: true, value: defaultSettings() });
  });

  it('are refused, never replaced by defaults, when the file is damaged', async () => {
    await write('{"privacy":');
    expect(await readSettings(dataDir)).toMatchObject({
      ok: false,
      error: expect.stringContaining('is not JSON') as string,
    });
    await write('{"recording":{"idleAfterMs":10}}');
    expect(await readSettings(dataDir)).toMatchObject({
      ok: false,
      error: expect.stringContaining('recording.idleAfterMs') as string,
    });
  });

  it('are changed one at a time, with everything else as the person wrote it', async () => {
    const before = '{\n  "privacy": { "excludedApps": ["Vault"] }';
    await write(`${before}\n}\n`);
    const changed = await changeSettings(dataDir, ['agents', 'keepContent'], true);
    expect(changed.ok && changed.value.settings.agents.keepContent).toBe(true);
    const text = await readFile(join(dataDir, 'settings.json'), 'utf8');
    expect(text.startsWith(`${before},\n`)).toBe(true);
    expect(JSON.parse(text)).toEqual({ privacy: { excludedApps: ['Vault'] }, agents: { keepContent: true } });
  });

  it('are made where there are none, and not touched where they are damaged', async () => {
    expect(await changeSettings(dataDir, ['agents', 'keepContent'], true)).toMatchObject({ ok: true });
    expect(await readSettings(dataDir)).toMatchObject({ ok: true, value: { agents: { keepContent: true } } });
    await write('{"privacy":');
    expect(await changeSettings(dataDir, ['agents', 'keepContent'], false)).toMatchObject({ ok: false });
    expect(await readFile(join(dataDir, 'settings.json'), 'utf8')).toBe('{"privacy":');
  });

  it('are changed as lists too, taken away again, and never to what the file may not say', async () => {
    await write('{\n\t"privacy": { "urlDetail": "host" }\n}\n');
    const path = ['privacy', 'excludedApps'];
    expect(await changeSettings(dataDir, path, ['Mail', 'Notes'])).toMatchObject({ ok: true });
    expect(await changeSettings(dataDir, path, ['Mail'])).toMatchObject({
      ok: true,
      value: { before: ['Mail', 'Notes'], settings: { privacy: { excludedApps: ['Mail'], urlDetail: 'host' } } },
    });
    const refused = await changeSettings(dataDir, path, [7]);
    expect(refused).toMatchObject({ ok: false, error: expect.stringContaining('privacy.excludedApps') as string });
    expect(await changeSettings(dataDir, path, undefined)).toMatchObject({ ok: true, value: { before: ['Mail'] } });
    const text = await readFile(join(dataDir, 'settings.json'), 'utf8');
    expect(JSON.parse(text)).toEqual({ privacy: { urlDetail: 'host' } });
  });

  it('count at once when the file changes, and stay as they were while it is damaged', async () => {
    // The same clock with a shorter period: the test waits for conditions, not for the period of the product.
    const clock = { ...realClock, every: (_periodMs: number, tick: () => void) => realClock.every(10, tick) };
    const excluded: string[][] = [];
    const watch = watchSettings({
      dataDir,
      clock,
      current: defaultSettings(),
      onChange: ({ privacy }) => void excluded.push(privacy.excludedApps),
    });
    try {
      await write('{"privacy":{"excludedApps":["Mail"]}}');
      await until('the first change is seen', () => excluded.length === 1);
      await write('{"privacy":');
      await until('the damage is told', () => watch.health()[0]?.state === 'failing');
      expect(watch.health()[0]?.message).toContain('stay in force');
      await write('{"privacy":{"excludedApps":["Mail","Notes"]}}');
      await until('the mended file is seen', () => excluded.length === 2);
      expect(watch.health()).toEqual([]);
      expect(excluded).toEqual([['Mail'], ['Mail', 'Notes']]);
    } finally {
      await watch.stop();
    }
  });
});
