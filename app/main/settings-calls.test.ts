import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { settingsChannels } from '../contract/settings-calls.ts';
import { settingsCalls } from './settings-calls.ts';
import { settingsDeps } from './testing.ts';

it('saves exactly the report that was shown, readable by the person alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hivebar-report-'));
  const file = join(folder, 'report.json');
  let collected = 0;
  const calls = settingsCalls(
    settingsDeps({
      diagnostics: () => Promise.resolve(`report ${(collected += 1)}`),
      askWhereToSave: () => Promise.resolve(file),
    }),
  );
  expect(await calls.saveDiagnostics(undefined)).toMatchObject({ ok: false });
  expect(await calls.collectDiagnostics(undefined)).toBe('report 1');
  expect(await calls.saveDiagnostics(undefined)).toEqual({ ok: true, value: file });
  expect(await readFile(file, 'utf8')).toBe('report 1');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await rm(folder, { recursive: true });
});

it('says why a report could not be saved, and takes no place for no answer', async () => {
  const saveTo = async (file: string | undefined) => {
    const calls = settingsCalls(settingsDeps({ askWhereToSave: () => Promise.resolve(file) }));
    await calls.collectDiagnostics(undefined);
    return calls.saveDiagnostics(undefined);
  };
  expect(await saveTo('/nowhere/report.json')).toMatchObject({ ok: false });
  expect(await saveTo(undefined)).toEqual({ ok: true, value: null });
});

it('puts backups where the person says in the dialog, and nowhere else', async () => {
  const changed: unknown[] = [];
  const { settings } = settingsDeps();
  const choosing = (folder: string | undefined) =>
    settingsCalls(
      settingsDeps({
        settings: {
          ...settings,
          change: async (path, value) => {
            changed.push([path, value]);
            return { ok: true, value: await settings.report() };
          },
        },
        askForFolder: () => Promise.resolve(folder),
      }),
    ).chooseBackupFolder(undefined);
  expect(await choosing('/backups')).toMatchObject({ ok: true, value: { file: '/data/settings.json' } });
  expect(await choosing(undefined)).toEqual({ ok: true, value: null });
  expect(changed).toEqual([['backup.folder', '/backups']]);
  const { takes } = settingsChannels.changeSetting;
  expect(v.is(takes, { path: 'backup.folder', value: '/etc' })).toBe(false);
  expect(v.is(takes, { path: 'backup.folder', value: undefined })).toBe(true);
});

it('knows nothing of opening at login where the system has no such list', () => {
  const calls = settingsCalls(settingsDeps());
  expect(calls.setOpensAtLogin({ on: true })).toMatchObject({ opensAtLogin: null });
});
