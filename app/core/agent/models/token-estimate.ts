import type { ModelRequest } from './model-types.ts';

/** What a message needs besides its text: role and separators of the chat template. */
const tokensPerMessage = 8;

type Asked = Pick<ModelRequest, 'system' | 'messages'>;

/**
 * Input tokens of a request before any model has counted them: a token for every three bytes. English takes four bytes
 * a token and code three, so that this is rather too many than too few.
 */
export function estimatedInputTokens(request: Asked): number {
  return Math.ceil(bytesOf(request) / 3) + overheadOf(request);
}

/** More input tokens than any model can count: every token is at least one byte. What a call may cost is reckoned by it. */
export function mostInputTokens(request: Asked): number {
  return bytesOf(request) + 4 * overheadOf(request);
}

function bytesOf({ system = '', messages }: Asked): number {
  return messages.reduce((sum, { text }) => sum + Buffer.byteLength(text), Buffer.byteLength(system));
}

function overheadOf({ messages }: Asked): number {
  return (messages.length + 1) * tokensPerMessage;
}
