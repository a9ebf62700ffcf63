import { expect, it } from 'vitest';
import { type Connection } from '../../contract/connect.ts';
import { type PartHealth } from '../../contract/health.ts';
import { type ImportProgress } from '../../contract/imports.ts';
import { changeLabel, connectionLook, isFirstRun, possibleChanges } from './agent-words.ts';
import { importPlace, importShare, importYield } from './import-words.ts';

const connection = (state: Connection['state'], canDisconnect = false): Connection => ({
  agent: 'codex',
  state,
  file: '',
  message: '',
  canDisconnect,
});

it('offers to connect what is not connected, and to take back what Hivebar wrote', () => {
  expect(possibleChanges(connection('not-connected'))).toEqual(['connect']);
  expect(possibleChanges(connection('partly', true))).toEqual(['connect', 'disconnect']);
  expect(possibleChanges(connection('connected', true))).toEqual(['disconnect']);
  expect(possibleChanges(connection('not-installed'))).toEqual([]);
  expect(possibleChanges(connection('unreadable'))).toEqual([]);
  expect(changeLabel('connect', 'partly')).toBe('Connect again…');
});

it('shows a connected agent in trouble as in trouble', () => {
  const part: PartHealth = { name: 'codex', state: 'degraded', message: '', lastEventMs: null, counters: {} };
  expect(connectionLook(connection('connected'), part)).toEqual({ word: 'Connected', glyph: 'degraded' });
  expect(connectionLook(connection('connected'), undefined).glyph).toBe('ok');
});

it('explains the first steps until an agent is connected or was heard of', () => {
  const all = [connection('not-connected'), connection('not-installed')];
  expect(isFirstRun(all, false)).toBe(true);
  expect(isFirstRun(all, true)).toBe(false);
  expect(isFirstRun([...all, connection('connected')], false)).toBe(false);
});

it('tells how far an import is and what came of it', () => {
  const progress: ImportProgress = {
    agent: 'codex',
    state: 'running',
    filesTotal: 40,
    filesDone: 12,
    bytesTotal: 8_000_000,
    bytesDone: 2_000_000,
    rowsAdded: 1_234,
    rowsKnown: 56,
    badLines: 0,
    firstBadLines: [],
    startedMs: 0,
    endedMs: null,
    message: '',
  };
  expect(importShare(progress)).toBe(0.25);
  expect(importPlace(progress)).toBe('12 of 40 session files, 2 MB of 8 MB');
  expect(importYield(progress)).toBe('1,234 events added, 56 known already');
  expect(importShare({ ...progress, bytesTotal: 0, filesTotal: 0 })).toBeNull();
});
