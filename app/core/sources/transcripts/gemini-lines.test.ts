import { describe, expect, it } from 'vitest';
import { fixture, pick, readFile } from './testing/read-file.ts';

const session = '6f2f1a0e-aaaa-4bbb-8ccc-111122223333';
const fields = ['input_tokens', 'cache_read_tokens', 'output_tokens', 'reasoning_tokens', 'tool_calls', 'model'];

describe('lines of Gemini CLI', () => {
  it('tells of each call once though its message is written again and again, by hand-worked table', async () => {
    const { rows } = await readFile('gemini', fixture('gemini/tmp/shop/chats/session-2026-08-04T11-00-6f2f1a0e.jsonl'));
    expect(pick(rows, 'hive.model_invocations', fields)).toEqual({
      [`gemini:${session}:5000:40:3000:25`]: [2_000, 3_000, 40, 25, 2, 'gemini-3.1-pro'],
      // What tools put into the prompt counts beside the input.
      [`gemini:${session}:6000:200:0:0`]: [6_050, 0, 200, 0, 0, 'gemini-3.1-flash'],
    });
    expect(rows.filter(({ table }) => table === 'hive.model_invocations')).toHaveLength(2);
    expect(pick(rows, 'hive.tool_calls', ['tool_name', 'ok', 'error_type', 'error_msg', 'input_json'])).toEqual({
      [`gemini:${session}:read_file-1754300000-ab`]: ['read_file', 1, '', '', '{"path":"cart.ts"}'],
      [`gemini:${session}:run_shell-1754300001-cd`]: [
        'run_shell_command',
        0,
        'tool_error',
        'Command failed',
        '{"command":"npm test"}',
      ],
    });
  });

  it('reads a session that is one document', async () => {
    const { rows, badLines } = await readFile(
      'gemini',
      fixture('gemini/tmp/shop/chats/session-2026-01-04T11-00-6f2f1a0e.json'),
    );
    expect(pick(rows, 'hive.model_invocations', fields)).toEqual({
      'gemini:6f2f1a0e-aaaa-4bbb-8ccc-111122220000:100:5:0:7': [100, 0, 5, 7, 0, 'gemini-2.5-pro'],
    });
    expect(badLines).toEqual([]);
  });
});
