import type { AgentRow } from '../agents/agent-row.ts';
import { type JsonObject, countIn, objectIn, objectsIn, textIn } from './json-fields.ts';

/** The row of a line with which Claude Code says that the API failed it. Its own model is no model's name. */
export function failedCall(
  line: JsonObject,
  message: JsonObject,
  { timeMs, model }: { readonly timeMs: number; readonly model: string },
): AgentRow {
  const text = objectsIn(message, 'content')
    .map((part) => textIn(part, 'text'))
    .join('\n');
  const requestId = textIn(line, 'requestId');
  const status = statusOf(line, text);
  return {
    source: 'claude-code',
    id: requestId === '' ? `claude-code:failed:${textIn(line, 'uuid')}` : `claude-code:${requestId}`,
    table: 'hive.model_invocations',
    row: {
      ts_ms: timeMs,
      thread_id: textIn(line, 'sessionId'),
      provider: 'anthropic',
      model,
      ok: 0,
      error_msg: text,
      error_type: typeOf(line, status),
      status_code: status,
      source: 'claude-code-jsonl',
      source_version: textIn(line, 'version'),
      request_id: requestId,
      agent_id: textIn(line, 'agentId'),
    },
  };
}

function statusOf(line: JsonObject, text: string): number {
  const told = countIn(line, 'apiErrorStatus') || countIn(objectIn(line, 'apiError'), 'status');
  const inText = /^API Error:? (\d{3})\b/.exec(text)?.[1];
  const status = told || Number(inText ?? 0);
  return status <= 999 ? status : 0;
}

function typeOf(line: JsonObject, status: number): string {
  const told = textIn(line, 'error');
  if (/^[a-z][a-z0-9_]{0,40}$/.test(told)) return told;
  return typesByStatus[status] ?? (status >= 500 ? 'server_error' : 'api_error');
}

const typesByStatus: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  401: 'authentication_failed',
  403: 'permission_denied',
  408: 'timeout',
  413: 'request_too_large',
  429: 'rate_limit',
  529: 'overloaded',
};
