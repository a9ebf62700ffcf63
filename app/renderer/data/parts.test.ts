import { expect, it } from 'vitest';
import { type PartHealth, type PartState, type RecorderStatus } from '../../contract/health.ts';
import { partsOf, summarise, troubledParts } from './parts.ts';

const part = (name: string, state: PartState): PartHealth => ({
  name,
  state,
  message: '',
  lastEventMs: null,
  counters: {},
});
const status = (...[database, writer, ...sources]: [PartState, PartState, ...PartState[]]): RecorderStatus => ({
  nowMs: 0,
  startedMs: 0,
  dataDir: '/data',
  demo: false,
  overall: 'recording',
  recording: { kind: 'recording' },
  database: part('database', database),
  writer: part('writer', writer),
  sources: sources.map((state, index) => part(`source-${index}`, state)),
  current: null,
});

it('puts the worst part first and leaves out what cannot be helped', () => {
  const troubled = troubledParts(status('degraded', 'ok', 'unavailable', 'failing', 'paused'));
  expect(troubled.map(({ name }) => name)).toEqual(['source-1', 'database']);
});

it('sums up what matters most', () => {
  const sum = (...states: Parameters<typeof status>) => summarise(partsOf(status(...states)));
  expect(sum('ok', 'ok', 'ok')).toBe('All 3 working');
  expect(sum('ok', 'ok', 'unavailable')).toBe('2 of 3 working');
  expect(sum('ok', 'ok', 'paused', 'paused')).toBe('2 of 4 paused');
  expect(sum('ok', 'starting', 'paused')).toBe('1 of 3 starting');
  expect(sum('failing', 'starting', 'ok')).toBe('1 of 3 needs attention');
  expect(sum('failing', 'degraded', 'ok')).toBe('2 of 3 need attention');
});
