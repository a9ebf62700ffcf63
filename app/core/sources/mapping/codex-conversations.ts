import type { Attributes, OtlpLog } from '../otlp/otlp-record.ts';
import { RecentMap } from '../../../contract/recent-map.ts';
import { beganMs, durationUs, elapsedUs, eventTimeMs } from './agent-record.ts';
import { flag, shortInteger, text } from './attributes.ts';
import { providerName } from './inference-providers.ts';

/** What the records before the end of a call told of it. */
export interface CodexCall {
  /** Epoch milliseconds; the end of the call when nothing told of its beginning. */
  readonly startMs: number;
  readonly durUs: number;
  readonly ttftUs: number;
  readonly statusCode: number;
  readonly attempt: number;
  readonly provider: string;
  readonly effort: string;
}

/** Brings together what Codex tells of one call in several records, by conversation. */
export interface CodexConversations {
  noteStart(log: OtlpLog): void;
  noteRequest(log: OtlpLog): void;
  noteFirstToken(log: OtlpLog): void;
  /** Who answers in the conversation of a record; `openai` when its beginning was not seen. */
  provider(log: OtlpLog): string;
  /**
   * What is known of the call that this record ends. What was taken counts for no other call; the same record told again
   * gets the same answer.
   */
  takeCall(log: OtlpLog): CodexCall;
}

interface Conversation {
  provider: string;
  effort: string;
  request: { startMs: number; statusCode: number; attempt: number } | undefined;
  ttftUs: number;
}

export function createConversations(): CodexConversations {
  const conversations = new RecentMap<string, Conversation>(2_000);
  const taken = new RecentMap<string, CodexCall>(5_000);
  const conversation = (attributes: Attributes): Conversation => {
    const id = conversationId(attributes);
    const known = conversations.get(id) ?? { provider: 'openai', effort: '', request: undefined, ttftUs: 0 };
    if (id !== '') conversations.set(id, known);
    return known;
  };

  return {
    noteStart({ attributes }) {
      const known = conversation(attributes);
      const name = text(attributes, 'provider_name');
      if (name !== '') known.provider = providerName(name, text(attributes, 'model'));
      known.effort = text(attributes, 'reasoning_effort') || known.effort;
    },
    noteRequest(log) {
      const { attributes } = log;
      if (!isStreamed(attributes)) return;
      conversation(attributes).request = requestFailed(attributes)
        ? undefined
        : {
            startMs: beganMs(eventTimeMs(log), durationUs(attributes, 'duration_ms')),
            statusCode: statusCode(attributes),
            attempt: attemptOf(attributes),
          };
    },
    noteFirstToken({ attributes }) {
      conversation(attributes).ttftUs = durationUs(attributes, 'duration_ms');
    },
    provider: ({ attributes }) => conversation(attributes).provider,
    takeCall(log) {
      const known = conversation(log.attributes);
      const { request, ttftUs, provider, effort } = known;
      known.request = undefined;
      known.ttftUs = 0;
      const endMs = eventTimeMs(log);
      const key = `${conversationId(log.attributes)}:${endMs}`;
      const before = taken.get(key);
      if (before !== undefined) return before;
      const durUs = request === undefined ? 0 : elapsedUs(request.startMs, endMs);
      const call = {
        startMs: beganMs(endMs, durUs),
        durUs,
        ttftUs,
        statusCode: request?.statusCode ?? 0,
        attempt: request?.attempt ?? 0,
        provider,
        effort,
      };
      taken.set(key, call);
      return call;
    },
  };
}

export function conversationId(attributes: Attributes): string {
  return text(attributes, 'conversation.id');
}

export function statusCode(attributes: Attributes): number {
  return shortInteger(attributes, 'http.response.status_code') ?? 0;
}

export function requestFailed(attributes: Attributes): boolean {
  return (
    statusCode(attributes) >= 400 || text(attributes, 'error.message') !== '' || flag(attributes, 'success') === false
  );
}

/** Which try a request was, from 1. Codex counts from 0 since it names the endpoint, and counted from 1 before. */
export function attemptOf(attributes: Attributes): number {
  const attempt = shortInteger(attributes, 'attempt');
  if (attempt === undefined) return 0;
  return attempt === 0 || text(attributes, 'endpoint') !== '' ? Math.min(attempt + 1, 65_535) : attempt;
}

/** Codex also tells of requests for the list of models and for a summary; a stream ends only those for an answer. */
function isStreamed(attributes: Attributes): boolean {
  const endpoint = text(attributes, 'endpoint');
  return endpoint === '' || endpoint === 'unknown' || /(?:^|\/)(?:responses|chat\/completions)\/?$/.test(endpoint);
}
