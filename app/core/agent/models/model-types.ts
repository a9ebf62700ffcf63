import type { Result } from '../../../contract/result.ts';

/** Where a call goes: into this process, to a server on this machine, or anywhere else. */
export type ModelRoute = 'local' | 'server' | 'cloud';

/**
 * `ready`: answers now. `cold`: answers after it was loaded, which takes seconds. `down`: cannot be asked, `message`
 * says why.
 */
export type Readiness = 'ready' | 'cold' | 'down';

/** One model that could be asked, as the router sees it. */
export interface ModelTarget {
  readonly provider: string;
  readonly model: string;
  readonly route: ModelRoute;
  readonly readiness: Readiness;
  /** Input and output that it can hold together, tokens; null when nobody says. */
  readonly contextTokens: number | null;
  /** One sentence: where it is, or why it cannot be asked. */
  readonly message: string;
}

export interface ModelMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** What is asked. The purpose names who asks, as the columns of `hive.model_invocations` do. */
export interface ModelRequest {
  readonly system?: string;
  /** The last one is the person's turn. */
  readonly messages: readonly ModelMessage[];
  readonly maxOutputTokens: number;
  readonly purpose: { readonly threadId: string; readonly nodeId: string; readonly graphName: string };
}

/** What the router is told besides the request. */
export interface RouteHints {
  /** `interactive`: somebody waits. `batch`: nobody does. */
  readonly latencyTier: 'interactive' | 'batch';
  /** True: nothing leaves this machine. */
  readonly privacyRequired: boolean;
  /** Input and output together, tokens. The input is estimated before it is sent. */
  readonly tokenBudget: number;
  readonly networkState: 'online' | 'offline';
}

/** Tokens of a call in disjoint buckets, as the columns hold them. */
export interface TokenUsage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_tokens: number;
  readonly cache_write_5m_tokens: number;
  readonly reasoning_tokens: number;
}

/** What a model answered. */
export interface ModelAnswer {
  readonly text: string;
  readonly usage: TokenUsage;
  /** Why it stopped, in the words of `hive.model_invocations`. */
  readonly finishReason: string;
  /** The request as the provider names it; empty when it does not. */
  readonly requestId: string;
}

/** Why a model did not answer. The message is a sentence of ours: no text of the provider, no key, no content. */
export interface ModelFailure {
  /** As `error_type` of `hive.model_invocations`. */
  readonly kind:
    | 'timeout'
    | 'interrupted'
    | 'connection'
    | 'rate_limit'
    | 'overloaded'
    | 'server_error'
    | 'authentication'
    | 'invalid_request'
    | 'empty_answer'
    | 'unavailable';
  readonly message: string;
  /** HTTP status, 0 where there is none. */
  readonly statusCode: number;
  /** What was used until then; undefined when nobody says. */
  readonly usage?: TokenUsage;
}

/** What a provider is asked. */
export interface Question {
  readonly system: string;
  readonly messages: readonly ModelMessage[];
  readonly maxOutputTokens: number;
}

/** How it is asked: aborting ends the request or the inference itself, not only the waiting for it. */
export interface Asking {
  readonly signal: AbortSignal;
  /** Called for each piece of visible text as it comes. */
  readonly onText: (text: string) => void;
  /** Called when the first token comes, a hidden one too. */
  readonly onFirstToken: () => void;
}

/** A model that can be asked, with how it stands now. */
export interface AskableModel {
  readonly target: ModelTarget;
  /** Settles soon after an abort. Never throws for what can be expected. */
  ask(question: Question, asking: Asking): Promise<Result<ModelAnswer, ModelFailure>>;
}

/** `provider/model`, as people and calls name it. */
export function nameOf({ provider, model }: Pick<ModelTarget, 'provider' | 'model'>): string {
  return `${provider}/${model}`;
}
