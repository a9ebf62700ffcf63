import { describe, expect, test } from 'vitest';
import type { AgentRow } from '../agents/agent-row.ts';
import type { AttributeValue, OtlpRecord } from '../otlp/otlp-record.ts';
import { createClaudeCodeMapper } from './claude-code.ts';
import { createCodexMapper } from './codex.ts';
import { readRecords } from './fixtures/agent-fixture.ts';
import { createGeminiMapper } from './gemini.ts';
import type { SourceMapper } from './source-mapper.ts';
import { sourceMappers } from './source-mappers.ts';

const agents: readonly [name: string, create: () => SourceMapper, records: readonly OtlpRecord[]][] = [
  [
    'Claude Code',
    createClaudeCodeMapper,
    await readAll('claude-code/logs', 'claude-code/spans', 'claude-code/spans-only'),
  ],
  ['Codex', createCodexMapper, await readAll('codex/logs', 'codex/exec-logs', 'codex/spans')],
  ['Gemini CLI', createGeminiMapper, await readAll('gemini/logs', 'gemini/spans')],
];

describe.each(agents)('%s, however its records arrive', (_name, create, records) => {
  test('any order and any split gives the same calls with the same tokens', () => {
    const expected = calls(create().map(records).rows);
    const random = randomFrom(4);
    for (let round = 0; round < 100; round++) {
      const mapper = create();
      const rows = split(shuffled(records, random), random).flatMap((batch) => mapper.map(batch).rows);
      expect(calls(rows)).toEqual(expected);
    }
  });

  test('its records reach its mapper and no other', () => {
    const mappers = sourceMappers();
    const sources = records.map((record) => mappers.find((mapper) => mapper.claims(record))?.source);
    expect(new Set(sources)).toEqual(new Set([create().source]));
  });

  test('no record is lost: each is a row, a trace event, or a repetition', () => {
    const { rows, unmapped, repeated } = create().map(records);
    expect(rows.length + unmapped.length + repeated).toBeGreaterThanOrEqual(records.length);
  });

  test('records that are sent again give the same rows again', () => {
    const mapper = create();
    const first = calls(mapper.map(records).rows);
    expect(calls(mapper.map(records).rows)).toEqual(first);
  });

  test('absurd values never throw and never leave the range of a column', () => {
    const random = randomFrom(7);
    for (let round = 0; round < 100; round++) {
      const { rows } = create().map(records.map((record) => spoilt(record, random)));
      expect(rows.flatMap(outOfRange)).toEqual([]);
    }
  });

  test('names of events and metrics that objects have by birth mean nothing', () => {
    const mapper = create();
    const [some] = records;
    if (some?.signal !== 'log') throw new Error('the first record of a fixture is a log record');
    const odd = ['constructor', 'toString', '__proto__'].map((name): OtlpRecord => ({
      ...some,
      eventName: name,
      attributes: { ...some.attributes, 'event.name': name },
    }));
    expect(mapper.map(odd)).toEqual({ rows: [], unmapped: odd, repeated: 0 });
  });
});

async function readAll(...fixtures: readonly string[]): Promise<readonly OtlpRecord[]> {
  return (await Promise.all(fixtures.map(readRecords))).flat();
}

/** Identifier and tokens of each call; of two tellings of one, the first counts. */
function calls(rows: readonly AgentRow[]): ReadonlyMap<string, readonly (number | undefined)[]> {
  const told = new Map<string, readonly (number | undefined)[]>();
  for (const { id, table, row } of rows) {
    if (table !== 'hive.model_invocations' || told.has(id)) continue;
    told.set(id, [
      row.input_tokens,
      row.output_tokens,
      row.cache_read_tokens,
      row.cache_write_5m_tokens,
      row.reasoning_tokens,
      row.ok,
    ]);
  }
  return new Map([...told].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

function shuffled<T>(list: readonly T[], random: () => number): readonly T[] {
  return list
    .map((entry) => ({ entry, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ entry }) => entry);
}

function split<T>(list: readonly T[], random: () => number): readonly (readonly T[])[] {
  const batches: T[][] = [[]];
  for (const entry of list) {
    if (random() < 0.3) batches.push([]);
    batches.at(-1)?.push(entry);
  }
  return batches;
}

const absurd: readonly AttributeValue[] = [
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e300,
  '-5',
  'NaN',
  '',
  '99999999999999999999999',
  '{"a":',
  null,
  true,
  [1, 'x'],
  { deep: { er: [] } },
];

function spoilt(record: OtlpRecord, random: () => number): OtlpRecord {
  const attributes = Object.fromEntries(
    Object.entries(record.attributes).flatMap(([key, value]): [string, AttributeValue][] => {
      if (key === 'event.name' || random() < 0.5) return [[key, value]];
      const other = absurd[Math.floor(random() * absurd.length)];
      return other === undefined || random() < 0.2 ? [] : [[key, other]];
    }),
  );
  const timeMs = [Number.NaN, -1, 0, 1e300][Math.floor(random() * 8)];
  if (record.signal === 'span') return { ...record, attributes, endMs: timeMs ?? record.endMs };
  return { ...record, attributes, timeMs: timeMs ?? record.timeMs };
}

const limits: Readonly<Record<string, number>> = { attempt: 65_535, tool_calls: 65_535, status_code: 65_535 };

/** Numbers that their column cannot hold: negative, broken, or too large. */
function outOfRange({ id, row }: AgentRow): readonly string[] {
  return Object.entries(row).flatMap(([column, value]) => {
    if (typeof value !== 'number') return [];
    const limit = limits[column] ?? (/_(?:tokens|bytes)$/.test(column) ? 4_294_967_295 : Number.MAX_SAFE_INTEGER);
    return Number.isInteger(value) && value >= 0 && value <= limit ? [] : [`${id}: ${column} is ${value}`];
  });
}
