import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSettingsEditor } from './settings-editor.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hivebar-editor-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const file = () => join(dataDir, 'settings.json');
const text = () => readFile(file(), 'utf8');

it('writes a change, tells of it, and takes it back', async () => {
  const before = '{ "privacy": {"excludedApps": ["Vault"]},\n  "unknown": 1 }\n';
  await writeFile(file(), before);
  const editor = createSettingsEditor(dataDir);
  const told: string[][] = [];
  void editor.onChange(({ privacy }) => void told.push(privacy.excludedApps));
  expect(await editor.change('privacy.excludedApps', ['Vault', 'Mail'])).toMatchObject({
    ok: true,
    value: {
      undo: 'privacy.excludedApps',
      settings: { ok: true, value: { privacy: { excludedApps: ['Vault', 'Mail'] } } },
    },
  });
  expect(await editor.undo()).toMatchObject({ ok: true, value: { undo: null } });
  expect(JSON.parse(await text())).toEqual(JSON.parse(before));
  expect(told).toEqual([['Vault', 'Mail'], ['Vault']]);
  expect(await editor.undo()).toEqual({ ok: false, error: 'There is nothing to take back.' });
});

it('leaves the default standing when a setting that was not there is taken back', async () => {
  const editor = createSettingsEditor(dataDir);
  await editor.change('database.maxMemoryBytes', 2_000_000_000);
  await editor.undo();
  expect(await editor.report()).toMatchObject({ settings: { ok: true, value: { database: {} } } });
  await editor.change('database.maxMemoryBytes', 2_000_000_000);
  expect(await editor.change('database.maxMemoryBytes', undefined)).toMatchObject({ ok: true });
  expect(JSON.parse(await text())).toEqual({ database: {} });
});

it('refuses a value that the person may not set, and writes nothing', async () => {
  const editor = createSettingsEditor(dataDir);
  expect(await editor.change('privacy.excludedTitles', ['('])).toMatchObject({ ok: false });
  await expect(text()).rejects.toThrow('ENOENT');
});

it('takes nothing back once the file was edited by hand', async () => {
  const editor = createSettingsEditor(dataDir);
  await editor.change('agents.keepContent', true);
  await writeFile(file(), '{"agents":{"keepContent":false}}');
  expect(await editor.undo()).toMatchObject({ ok: false, error: expect.stringContaining('something else') as string });
  expect(await editor.report()).toMatchObject({ undo: null });
});

it('does not touch a damaged file, and says where the damage is', async () => {
  await writeFile(file(), '{"privacy":');
  const editor = createSettingsEditor(dataDir);
  expect(await editor.report()).toMatchObject({ settings: { ok: false } });
  expect(await editor.change('agents.keepContent', true)).toMatchObject({ ok: false });
  expect(await text()).toBe('{"privacy":');
});

it('loses neither of two changes that come at once', async () => {
  const editor = createSettingsEditor(dataDir);
  await Promise.all([editor.change('agents.keepContent', true), editor.change('recording.pollMs', 1_000)]);
  expect(JSON.parse(await text())).toEqual({ agents: { keepContent: true }, recording: { pollMs: 1_000 } });
});
