import { describe, expect, it } from 'vitest';
import { claudeCodeLines } from './claude-code-lines.ts';
import { codexLines } from './codex-lines.ts';
import { geminiLines } from './gemini-lines.ts';
import type { JsonObject } from './json-fields.ts';
import { type FoundRow, type LineParser, MessageMemory } from './line-parser.ts';

const context = { name: 'rollout-x-0199a213-81c0-7800-8aa1-bbab2a035a53', messages: new MessageMemory() };

/** Everything that the lines tell of, each line at its number. */
function read(parser: LineParser, lines: readonly JsonObject[]): FoundRow[] {
  return lines.flatMap((line, index) => parser.read(line, index));
}

function ids(rows: readonly FoundRow[]): string[] {
  return rows.map(({ row }) => row.id);
}

/** A line of Claude Code: part of the answer `id`. */
function part(id: string, output: number, fields: object = {}, stop: string | null = null): JsonObject {
  const usage = { input_tokens: 1, output_tokens: output };
  const message = { id, model: 'claude-opus-4-5', content: [], stop_reason: stop, usage };
  return { type: 'assistant', sessionId: 's', timestamp: '2026-08-01T10:00:00Z', requestId: id, message, ...fields };
}

describe('odd lines of Claude Code', () => {
  it('are counted and passed over when nothing is known about them', () => {
    const parser = claudeCodeLines({ ...context, messages: new MessageMemory() });
    const lines = [{}, { type: 'mood' }, { type: 'assistant' }, { type: 'user', message: 'hi' }, { type: 7 }];
    expect(read(parser, lines)).toEqual([]);
    expect(parser.skippedLines).toBe(5);
  });

  it('wait longer for the next part where no line says why the model stopped', () => {
    const parser = claudeCodeLines({ ...context, messages: new MessageMemory() });
    read(parser, [part('a', 1)]);
    expect(parser.openSince).toBe(0);
    expect(parser.settle(10_000)).toEqual([]);
    read(parser, [part('a', 50, {}, 'end_turn')]);
    expect(parser.settle(1_000)).toEqual([]);
    expect(parser.settle(2_000)).toMatchObject([{ at: 0, row: { row: { output_tokens: 50 } } }]);
    read(parser, [part('b', 1)]);
    expect(ids(parser.settle(30_000))).toEqual(['claude-code:b']);
    expect(parser.openSince).toBeUndefined();
  });

  it('of unnamed subagents may be mixed with those of others', () => {
    const parser = claudeCodeLines({ ...context, messages: new MessageMemory() });
    const side = { isSidechain: true };
    const lines = [part('a', 1, side), part('b', 1, side), part('main', 5), part('a', 70, side), part('b', 80, side)];
    const rows = [...read(parser, lines), ...parser.end()];
    const outputs = rows.map(({ row }) => [row.id, (row.row as { output_tokens?: number }).output_tokens]);
    expect(outputs.sort()).toEqual([
      ['claude-code:a', 70],
      ['claude-code:b', 80],
      ['claude-code:main', 5],
    ]);
  });

  it('of gateways without requests are named within their session', () => {
    const parser = claudeCodeLines({ ...context, messages: new MessageMemory() });
    const lines = [part('chatcmpl-1', 1, { requestId: undefined }), part('msg_1', 1, { requestId: undefined })];
    expect(ids([...read(parser, lines), ...parser.end()])).toEqual([
      'claude-code:msg:s:chatcmpl-1',
      'claude-code:msg:msg_1',
    ]);
  });

  it('with times that cannot be are passed over', () => {
    const parser = claudeCodeLines({ ...context, messages: new MessageMemory() });
    for (const timestamp of ['yesterday', '0001-01-01T00:00:00Z', '9999-01-01T00:00:00Z', -5, null]) {
      expect(read(parser, [part('a', 1, { timestamp })])).toEqual([]);
    }
    expect(parser.end()).toEqual([]);
  });
});

/** A line of Codex that tells of the whole usage of its session. */
function total(second: number, input: number, output: number, last?: object): JsonObject {
  const info = { total_token_usage: { input_tokens: input, output_tokens: output }, last_token_usage: last };
  const timestamp = new Date(Date.UTC(2026, 7, 3, 10, 0, second)).toISOString();
  return { type: 'event_msg', timestamp, payload: { type: 'token_count', info } };
}

describe('odd lines of Codex', () => {
  it('with totals only tell of the difference, and of all when the totals begin anew', () => {
    const rows = read(codexLines(context), [total(0, 100, 10), total(5, 150, 30), total(9, 150, 30), total(12, 40, 4)]);
    expect(rows.map(({ row }) => row.id.split(':').slice(2).join(' '))).toEqual([
      '100 0 10 0',
      '50 0 20 0',
      '40 0 4 0',
    ]);
  });

  it('of a fork whose copy keeps its old times are passed over', () => {
    const head = { id: 'child', forked_from_id: 'parent', timestamp: '2026-08-03T11:00:00Z' };
    const lines = [
      { type: 'session_meta', timestamp: '2026-08-03T11:00:00Z', payload: head },
      total(0, 100, 10),
      total(30, 300, 20),
      { ...total(0, 320, 25), timestamp: '2026-08-03T11:00:07Z' },
    ];
    expect(ids(read(codexLines(context), lines))).toEqual(['codex:child:20:0:5:0']);
  });

  it('without a head are named by their file', () => {
    expect(ids(read(codexLines(context), [total(0, 1, 2)]))).toEqual([
      'codex:0199a213-81c0-7800-8aa1-bbab2a035a53:1:0:2:0',
    ]);
  });

  it('are passed over whatever stands in them', () => {
    const parser = codexLines(context);
    const odd = [{}, { type: 'event_msg', timestamp: 1_790_000_000, payload: { type: 'token_count', info: 7 } }];
    expect(read(parser, [...odd, { type: 'response_item', payload: [] }, { type: 'session_meta' }])).toEqual([]);
    expect(parser.skippedLines).toBe(4);
  });
});

describe('odd lines of Gemini CLI', () => {
  it('tell of a tool that ended after its call was told of', () => {
    const parser = geminiLines({ ...context, name: 's' });
    const message = { id: 'm', type: 'gemini', timestamp: '2026-08-04T11:00:00Z', tokens: { input: 1, output: 1 } };
    const tool = { id: 't', name: 'ls', status: 'executing' };
    read(parser, [{ ...message, toolCalls: [tool] }]);
    expect(ids(parser.settle(2_000))).toEqual(['gemini:s:1:1:0:0']);
    read(parser, [{ ...message, toolCalls: [{ ...tool, status: 'success' }] }]);
    expect(ids(parser.settle(2_000))).toEqual(['gemini:s:t']);
  });
});
