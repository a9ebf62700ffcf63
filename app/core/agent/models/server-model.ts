import { isLocal } from '../../prices/local-providers.ts';
import type { Clock } from '../../host.ts';
import type { AskableModel, ModelTarget, Readiness } from './model-types.ts';
import { answerThroughSdk } from './sdk-answer.ts';
import { fetchWithoutRedirects, isLoopback } from './server-address.ts';
import { listModels, usualModel } from './server-listing.ts';

/** A server that could be there. */
export interface ServerPlace {
  /** Up to and with the version. */
  readonly url: string;
  readonly provider: string;
  /** Left out, the first that it lists. */
  readonly model?: string | undefined;
  /** False: looked for on the chance that it runs, and not worth a word while it does not. */
  readonly wanted: boolean;
}

export interface ServerModel extends AskableModel {
  readonly place: ServerPlace;
  /** Nothing leaves the machine by asking it. */
  readonly onThisMachine: boolean;
  /** True while it is not worth showing: only looked for, and not found. */
  readonly hidden: boolean;
  /** Looks whether it answers, if it is time to: soon while it does, in growing pauses while it does not. `now`: at once. */
  check(options: { readonly now: boolean }, signal: AbortSignal): Promise<void>;
}

const recheckMs = 30_000;
const firstPauseMs = 5_000;
const longestPauseMs = 300_000;

/** One OpenAI-compatible server. It has no timer: whoever wants to ask it has it checked. */
export function openServerModel(place: ServerPlace, clock: Clock, onChange: () => void): ServerModel {
  const loopback = isLoopback(place.url);
  const { host } = new URL(place.url);
  let provider = place.provider;
  let model = place.model ?? '';
  let contextTokens: number | null = null;
  let readiness: Readiness = 'down';
  let problem = 'has not been looked for yet';
  let failures = 0;
  let nextCheckMs = Number.NEGATIVE_INFINITY;
  let checking: Promise<void> | undefined;

  /** Ollama rents models elsewhere under its own address: such a call leaves the machine. */
  const stays = (): boolean => loopback && isLocal(provider, model);

  function target(): ModelTarget {
    const where = readiness === 'ready' ? `answers at ${host}` : `${host} ${problem}`;
    const away = loopback && !stays() && readiness === 'ready' ? ', and runs this model elsewhere' : '';
    return {
      ...{
        provider,
        model: model === '' ? 'unknown' : model,
        route: stays() ? 'server' : 'cloud',
        readiness,
        contextTokens,
      },
      message: `${capital(where)}${away}.`,
    };
  }

  function down(reason: string): void {
    const changed = readiness !== 'down' || problem !== reason;
    readiness = 'down';
    problem = reason;
    nextCheckMs = clock.monotonic() + Math.min(longestPauseMs, firstPauseMs * 2 ** failures);
    failures += 1;
    if (changed) onChange();
  }

  async function look(signal: AbortSignal): Promise<void> {
    const listed = await listModels(place.url, signal);
    if (signal.aborted) return;
    if (!listed.ok) {
      down(listed.error);
      return;
    }
    const found =
      place.model === undefined
        ? usualModel(provider, listed.value)
        : (listed.value.find(({ id }) => id === place.model) ?? {
            id: place.model,
            servedBy: undefined,
            contextTokens: null,
          });
    if (found === undefined) {
      down('has no model loaded');
      return;
    }
    const before = `${readiness} ${provider} ${model}`;
    provider = found.servedBy ?? provider;
    model = found.id;
    contextTokens = found.contextTokens;
    readiness = 'ready';
    failures = 0;
    nextCheckMs = clock.monotonic() + recheckMs;
    if (before !== `${readiness} ${provider} ${model}`) onChange();
  }

  return {
    place,
    get target() {
      return target();
    },
    get onThisMachine() {
      return loopback;
    },
    get hidden() {
      return !place.wanted && readiness === 'down';
    },
    check({ now }, signal) {
      if (checking === undefined && (now || clock.monotonic() >= nextCheckMs)) {
        checking = look(signal).finally(() => (checking = undefined));
      }
      return checking ?? Promise.resolve();
    },
    async ask(question, asking) {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      const asked = createOpenAICompatible({
        name: provider,
        baseURL: place.url,
        includeUsage: true,
        fetch: fetchWithoutRedirects,
      });
      const answered = await answerThroughSdk(asked(model), `The server at ${host}`, question, asking);
      if (!answered.ok && answered.error.kind === 'connection') down('does not answer');
      return answered;
    },
  };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
