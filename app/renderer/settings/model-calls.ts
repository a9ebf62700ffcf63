import { alwaysOnAgentChannels } from '../../contract/always-on-agent.ts';
import { type ModelSettings } from '../../contract/settings.ts';
import { type Calls, settle } from '../data/bridge.ts';
import { useSession } from '../data/session.ts';

export type CloudProvider = 'anthropic' | 'openai';

/** The calls about models of the agent; what the recorder refuses is a problem as any other. */
export function useModelCalls() {
  return modelCallsOf(useSession().calls);
}

function modelCallsOf({ send }: Pick<Calls, 'send'>) {
  const to = alwaysOnAgentChannels;
  return {
    chooseFile: () => send(to.chooseModelFile, undefined),
    download: (url: string, sha256: string) => settle(send(to.downloadModel, { url, sha256 })),
    setKey: (provider: CloudProvider, key: string) => settle(send(to.setModelKey, { provider, key })),
  };
}

/** The models without the one in the cloud, or without the file. */
export function withoutModel(models: ModelSettings, which: 'cloud' | 'file'): ModelSettings {
  return Object.fromEntries(Object.entries(models).filter(([key]) => key !== which)) as ModelSettings;
}
