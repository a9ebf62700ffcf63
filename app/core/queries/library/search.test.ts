import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QuestionTakes } from '../../../contract/questions.ts';
import { insertRows } from '../../demo/testing.ts';
import { type TestDatabase, startTestDatabase } from '../../database/testing.ts';
import { ask, askByName } from '../ask.ts';
import { valueOf } from '../testing.ts';

const nowMs = Date.UTC(2026, 2, 30, 14, 20);
const hourMs = 3_600_000;
let test: TestDatabase;
const deps = () => ({ reader: test.database.reader, present: () => ({ nowMs, timeZone: 'Europe/Berlin' }) });

function screenText(text: string, hoursAgo: number, app = 'Editor'): object {
  const payload = JSON.stringify({ text, confidence: 91, language: 'eng', url: 'https://example.org/page' });
  return { ts_ms: nowMs - hoursAgo * hourMs, kind: 'ocr', app, subject: `${app} window`, payload };
}

beforeAll(async () => {
  test = await startTestDatabase();
  const insert = (table: string, rows: readonly object[]) => insertRows(test.database.writer, table, rows);
  await insert('seq.mem_events', [
    screenText(`${'Über den Wolken. '.repeat(40)}Die Rechnung 4711\nist "bezahlt" worden. ${'Ende. '.repeat(60)}`, 1),
    screenText('Invoice 4711 was paid', 2, 'Viewer'),
    screenText('Nothing of interest', 3),
    { ts_ms: nowMs - hourMs, kind: 'marker', app: 'Editor', subject: '4711', payload: '{"text":"4711"}' },
  ]);
  const window = { dur_ms: 1000, app: 'Editor', bundle_id: 'e', window_title: 'Rechnung 4711.pdf', url: '' };
  await insert('seq.context', [
    { ...window, ts_ms: nowMs - 4 * hourMs },
    { ...window, ts_ms: nowMs - 5 * hourMs },
    { ...window, ts_ms: nowMs - 6 * hourMs, app: 'Browser', window_title: 'Bank', url: 'https://bank.example/4711' },
  ]);
  await insert('seq.trace_events', [
    {
      ts_ms: nowMs - 7 * hourMs,
      level: 'error',
      component: 'mail',
      event: 'bounced',
      message: 'Mail about 4711 came back',
    },
  ]);
  await insert('hive.tool_calls', [
    { ts_ms: nowMs - 8 * hourMs, tool_name: 'read_file', node_id: 'n', input_json: '{"path":"4711.txt"}', ok: 1 },
    { ts_ms: nowMs - 9 * hourMs, tool_name: 'pay', ok: 0, error_msg: 'Rechnung 4711: limit reached' },
  ]);
  await insert('hive.model_invocations', [
    { ts_ms: nowMs - 10 * hourMs, provider: 'p', model: 'large-4711', ok: 1 },
    { ts_ms: nowMs - 11 * hourMs, provider: 'p', model: 'large', ok: 0, error_msg: 'overloaded 4711' },
  ]);
  await insert('hive.supersteps', [
    {
      ts_ms: nowMs - 12 * hourMs,
      thread_id: 't',
      graph_name: 'books',
      step_index: 1,
      status: 'error',
      error_msg: '4711',
    },
  ]);
});
afterAll(() => test.stop());

async function found(takes: Partial<QuestionTakes<'search'>>): Promise<string[]> {
  const params = {
    words: [],
    kinds: ['window', 'screen', 'message', 'tool', 'failure'],
    from_ms: nowMs - 24 * hourMs,
    to_ms: nowMs,
    limit: 100,
    ...takes,
  } satisfies QuestionTakes<'search'>;
  return valueOf(await ask(deps(), 'search', params)).rows.map(
    ({ kind, app, title, times, failed }) => `${kind} ${app}/${title} ${times}${failed === 1 ? ' failed' : ''}`,
  );
}

describe('search', () => {
  it('finds a word in every kind, newest first, and a window once however often it was used', async () => {
    expect(await found({ words: ['4711'] })).toEqual([
      'screen Editor/Editor window 1',
      'screen Viewer/Viewer window 1',
      'window Editor/Rechnung 4711.pdf 2',
      'window Browser/Bank 1',
      'message mail/bounced 1 failed',
      'tool n/read_file 1',
      'tool /pay 1 failed',
      'failure p/large 1 failed',
      'failure books/step 1 failed',
    ]);
  });

  it('wants every word, in any case, in kinds and a range of choice', async () => {
    expect(await found({ words: ['RECHNUNG', '4711'] })).toEqual([
      'screen Editor/Editor window 1',
      'window Editor/Rechnung 4711.pdf 2',
      'tool /pay 1 failed',
    ]);
    expect(await found({ words: ['über'] })).toEqual(['screen Editor/Editor window 1']);
    expect(await found({ words: ['4711'], kinds: ['tool'] })).toHaveLength(2);
    expect(await found({ words: ['4711'], kinds: [] })).toEqual([]);
    expect(await found({ words: ['4711'], to_ms: nowMs - 10 * hourMs })).toHaveLength(2);
    expect(await found({ words: ['4711'], limit: 3 })).toHaveLength(3);
    expect(await found({ words: [`4711' OR '1'='1`] })).toEqual([]);
    expect(await found({ kinds: ['screen'] })).toHaveLength(3);
  });
});

describe('screen text', () => {
  it('is found with the place of the first word, in the applications that are named', async () => {
    const answer = valueOf(await askByName(deps(), 'screen-text-search', { words: 'bezahlt rechnung' }));
    expect(answer.rows).toEqual([
      {
        ts_ms: nowMs - hourMs,
        app: 'Editor',
        title: 'Editor window',
        url: 'https://example.org/page',
        confidence: 91,
        excerpt: expect.stringMatching(/^.{50,62}Rechnung 4711 ist "bezahlt" worden\. (?:Ende\. ?)+\w*$/) as string,
      },
    ]);
    expect(String(answer.rows[0]?.['excerpt']).length).toBeLessThanOrEqual(240);
    const apps = async (params: object) =>
      valueOf(await askByName(deps(), 'screen-text-search', { ...params })).rows.map((row) => row['app']);
    expect(await apps({ words: '4711', apps: ['Viewer'] })).toEqual(['Viewer']);
    expect(await apps({ words: '4711' })).toEqual(['Editor', 'Viewer']);
    expect(await apps({})).toEqual(['Editor', 'Viewer', 'Editor']);
  });
});
