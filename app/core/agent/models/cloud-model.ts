import type { LanguageModel } from 'ai';
import { type Result, fail, ok } from '../../../contract/result.ts';
import type { Secrets } from '../../host.ts';
import type { AskableModel, ModelTarget } from './model-types.ts';
import { answerThroughSdk } from './sdk-answer.ts';
import { fetchWithoutRedirects } from './server-address.ts';

export type CloudProvider = 'anthropic' | 'openai';

/** Where the providers are asked; replaced where a test has a server of its own. */
export type CloudAddresses = Readonly<Record<CloudProvider, string>>;

export const cloudAddresses: CloudAddresses = {
  anthropic: 'https://api.anthropic.com/v1',
  openai: 'https://api.openai.com/v1',
};

const people: Readonly<Record<CloudProvider, string>> = { anthropic: 'Anthropic', openai: 'OpenAI' };

export interface CloudModel extends AskableModel {
  /** Looks whether there is a key. It is read from the keychain, so only when the cloud may be asked at all. */
  refresh(): Promise<void>;
  /** The key was set or removed. */
  keyChanged(): void;
}

export interface CloudDeps {
  readonly secrets: Secrets;
  readonly addresses: CloudAddresses;
  readonly onChange: () => void;
}

/** One model of a provider. The key is read for each request and kept nowhere. */
export function openCloudModel(provider: CloudProvider, model: string, deps: CloudDeps): CloudModel {
  const who = people[provider];
  let key: 'unknown' | 'there' | 'missing' | 'refused' = 'unknown';

  function set(next: typeof key): void {
    if (next === key) return;
    key = next;
    deps.onChange();
  }

  return {
    get target(): ModelTarget {
      const message = {
        unknown: `${who}, if its key is in the keychain.`,
        there: `${who}, with your key.`,
        missing: `There is no key for ${who}.`,
        refused: `${who} does not accept the key.`,
      }[key];
      const readiness = key === 'there' || key === 'unknown' ? 'ready' : 'down';
      return { provider, model, route: 'cloud', readiness, contextTokens: null, message };
    },
    async refresh() {
      if (key !== 'refused') set((await readKey(deps.secrets, provider)) === undefined ? 'missing' : 'there');
    },
    keyChanged: () => set('unknown'),
    async ask(question, asking) {
      const apiKey = await readKey(deps.secrets, provider);
      if (apiKey === undefined) {
        set('missing');
        return fail({ kind: 'authentication', message: `There is no key for ${who}.`, statusCode: 0 });
      }
      const answered = await answerThroughSdk(
        await languageModel(provider, model, apiKey, deps.addresses[provider]),
        who,
        question,
        asking,
      );
      if (answered.ok) set('there');
      else if (answered.error.kind === 'authentication') set('refused');
      return answered;
    },
  };
}

/** The SDK is loaded at the first request: most starts never need it. */
async function languageModel(
  provider: CloudProvider,
  model: string,
  apiKey: string,
  baseURL: string,
): Promise<LanguageModel> {
  const settings = { apiKey, baseURL, fetch: fetchWithoutRedirects };
  // The newer interface of OpenAI keeps what was asked for a month unless it is told not to; this one keeps nothing.
  if (provider === 'openai') return (await import('@ai-sdk/openai')).createOpenAI(settings).chat(model);
  return (await import('@ai-sdk/anthropic')).createAnthropic(settings)(model);
}

async function readKey(secrets: Secrets, provider: CloudProvider): Promise<string | undefined> {
  const key = (await secrets.read(secretName(provider))) ?? '';
  return key === '' ? undefined : key;
}

/** Keeps a key with the secrets; an empty one removes it. */
export async function storeKey(
  secrets: Secrets,
  provider: CloudProvider,
  text: string,
): Promise<Result<undefined, string>> {
  const key = text.trim();
  // What no header can carry would come back in an error of `fetch`, with the key in it.
  if (!/^[\x21-\x7e]*$/.test(key)) return fail('The key holds a blank or a letter that no key has.');
  try {
    await secrets.write(secretName(provider), key);
    return ok(undefined);
  } catch {
    // The error may hold what was to be written.
    return fail('The key could not be stored in the keychain.');
  }
}

function secretName(provider: CloudProvider): string {
  return `model-key-${provider}`;
}
