import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Sends what Claude Code sends after one call of a model. */
export async function sendApiRequest(endpoint: string, requestId: string): Promise<number> {
  const attributes = {
    'event.name': 'api_request',
    'event.timestamp': new Date().toISOString(),
    'session.id': 'session-live',
    model: 'claude-sonnet-4-5',
    input_tokens: 900,
    output_tokens: 120,
    cache_read_tokens: 0,
    cache_creation_tokens: 0,
    cost_usd: 0.0045,
    duration_ms: 1200,
    request_id: requestId,
  };
  const record = {
    timeUnixNano: `${Date.now()}000000`,
    body: { stringValue: 'claude_code.api_request' },
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: String(value) } })),
  };
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'claude-code' } }] };
  const scopeLogs = [{ scope: { name: 'com.anthropic.claude_code.events' }, logRecords: [record] }];
  const answer = await fetch(`${endpoint}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceLogs: [{ resource, scopeLogs }] }),
  });
  return answer.status;
}

/** Leaves a session of yesterday with two calls of a model, and a line that was cut off. */
export async function leaveSession(home: string): Promise<void> {
  const folder = join(home, '.claude', 'projects', '-home-ada-shop');
  await mkdir(folder, { recursive: true });
  const sessionId = '6f2f1a0e-1111-4222-8333-444455556666';
  const lines = [1, 2].map((turn) =>
    JSON.stringify({
      parentUuid: null,
      isSidechain: false,
      cwd: '/home/ada/shop',
      sessionId,
      version: '2.1.212',
      type: 'assistant',
      uuid: `turn-${turn}`,
      requestId: `req_past_${turn}`,
      timestamp: new Date(Date.now() - 86_400_000 + turn * 1_000).toISOString(),
      message: {
        model: 'claude-sonnet-4-5-20250929',
        id: `msg_past_${turn}`,
        type: 'message',
        role: 'assistant',
        content: [{ type: 'text', text: 'Done.' }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 10 * turn, output_tokens: turn, cache_read_input_tokens: 0 },
      },
    }),
  );
  await writeFile(join(folder, `${sessionId}.jsonl`), [...lines, '{"type":"assistant","message":', ''].join('\n'));
}
