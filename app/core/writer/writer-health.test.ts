import { describe, expect, it } from 'vitest';
import type { TableStats, WriterCounters } from '../../../native/addon/seqch.d.ts';
import { writerPart } from './writer-health.ts';
import type { WriterReport } from './writer.ts';

const counters: WriterCounters = {
  acceptedRows: 10,
  acknowledgedRows: 10,
  refusedFull: 0,
  refusedInvalid: 0,
  refusedFailed: 0,
  refusedJournal: 0,
  droppedRows: 0,
  bufferedBytes: 0,
  blocksSent: 1,
  blocksRetried: 0,
  lastAcknowledgedMs: 0,
  oldestWaitingUs: 0,
};
const well: WriterReport = {
  connected: true,
  closed: false,
  failedTables: 0,
  connects: 1,
  server: 'ClickHouse',
  total: counters,
  tables: [],
  journal: {
    fileBytes: 262_144,
    segments: 1,
    adoptedJournals: 0,
    adoptedRows: 0,
    adoptedWaitingRows: 0,
    tornRecords: 0,
    damagedRecords: 0,
    unreadableSegments: 0,
    syncs: 1,
    failedSyncs: 0,
    lastSyncMs: 0,
    finishedLooks: 1,
  },
};
const waiting = { ...counters, acknowledgedRows: 4, oldestWaitingUs: 12_300_000 };

describe('what the writer says of itself', () => {
  it('is well, with the rows that it stored', () => {
    expect(writerPart(well)).toMatchObject({
      state: 'ok',
      message: '10 rows stored since the start.',
      lastEventMs: null,
    });
  });

  it('says how many rows wait while ClickHouse is away, and how many the full journal refused', () => {
    const total = { ...waiting, refusedFull: 3 };
    expect(writerPart({ ...well, connected: false, total })).toMatchObject({
      state: 'degraded',
      message: '6 rows wait for ClickHouse, the oldest for 12.3 s. 3 were refused, because the journal was full.',
      counters: { waiting: 6, refused_full: 3 },
    });
  });

  it('says that ClickHouse is slow when rows are late', () => {
    expect(writerPart({ ...well, total: waiting })).toMatchObject({ state: 'degraded' });
  });

  it('says why the journal cannot be written', () => {
    const journal = {
      ...well.journal,
      lastError: { code: 23, name: 'JOURNAL_FAILED', message: 'No space left on device' },
    };
    const total = { ...counters, refusedJournal: 2 };
    const part = writerPart({ ...well, journal, total });
    expect(part.state).toBe('failing');
    expect(part.message).toContain('No space left on device');
    expect(part.counters).toMatchObject({ refused_journal: 2 });
  });

  it('names the table that ClickHouse refuses before anything else', () => {
    const failed: TableStats = { name: 'hive.tool_calls', failed: true, ready: true, counters };
    expect(writerPart({ ...well, connected: false, total: waiting, tables: [failed], failedTables: 1 })).toMatchObject({
      state: 'failing',
      message: 'ClickHouse refuses rows of hive.tool_calls. They are kept and tried again.',
    });
  });
});
