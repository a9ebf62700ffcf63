import { expect, it } from 'vitest';
import { appliedText } from './schema.ts';

it('says of each table how long it is kept now, and how many migrations ran', () => {
  const retention = [
    { table: 'seq.trace_events', setting: 'trace_events_retention_days', fromDays: 30, toDays: 7 },
    { table: 'seq.mem_events', setting: 'screen_text_retention_days', fromDays: 30, toDays: 1 },
  ] as const;
  expect(appliedText({ applied: [], skipped: 22, retention })).toBe(
    'seq.trace_events is now kept 7 days, not 30.\nScreen text is now kept 1 day, not 30.\nUp to date: all 22 migrations had been applied.\n',
  );
  expect(appliedText({ applied: ['0001-a.sql'], skipped: 3, retention: [] })).toBe(
    '1 migration applied, 3 had been applied before.\n',
  );
});
