/**
 * How the programs that tell us of calls name providers and models, and how the price list does. This is the one place
 * for such differences.
 */

/** Names of providers that the list knows by another, or would take for another. */
const listedProviders: Readonly<Record<string, string>> = {
  claude: 'anthropic',
  'claude-code': 'anthropic',
  codex: 'openai',
  'aws.bedrock': 'aws',
  amazon_bedrock: 'aws',
  'amazon-bedrock': 'aws',
  bedrock: 'aws',
  bedrock_converse: 'aws',
  'gcp.gemini': 'google',
  'gcp.gen_ai': 'google',
  'gcp.vertex_ai': 'google',
  gemini: 'google',
  'gemini-cli': 'google',
  google_genai: 'google',
  google_vertexai: 'google',
  vertex: 'google',
  vertex_ai: 'google',
  vertexai: 'google',
  grok: 'x-ai',
  x_ai: 'x-ai',
  xai: 'x-ai',
  mistral_ai: 'mistral',
  mistralai: 'mistral',
  kimi: 'moonshotai',
  moonshot: 'moonshotai',
  moonshot_ai: 'moonshotai',
  together_ai: 'together',
  togetherai: 'together',
  fireworks_ai: 'fireworks',
  'fireworks-ai': 'fireworks',
  github: 'github-copilot',
  github_copilot: 'github-copilot',
  copilot: 'github-copilot',
  'z.ai': 'zai',
  z_ai: 'zai',
  zhipu: 'zhipuai',
};

/** Programs that hand calls on to whoever has the model: the model alone says whose price counts. */
const handOn = new Set(['', '_other', 'unknown', 'litellm', 'vercel', 'gateway', 'ai-gateway', 'portkey', 'helicone']);

/** Whose price counts when the first has none for the model: these sell the same model at the maker's price. */
const sellsModelsOf: Readonly<Record<string, readonly string[]>> = { aws: ['anthropic'] };

/** Providers to look under, in order; undefined: whoever makes the model. */
export function providersFor(provider: string, model: string): readonly (string | undefined)[] {
  const name = provider.trim().toLowerCase();
  const maker = /^([^/]+)\/[^/]+$/.exec(model.trim().toLowerCase())?.[1];
  if (handOn.has(name)) return maker === undefined ? [undefined] : [listed(maker), undefined];
  const first = listed(name);
  if (first === 'openrouter' && maker !== undefined) return [first, listed(maker)];
  return [first, ...(sellsModelsOf[first] ?? [])];
}

/** What the AI SDK puts behind a provider's name: the sort of call. */
const sortOfCall = /\.(?:chat|responses|completions?|messages|embeddings?|generative-ai|image|speech|transcription)$/;

/** The provider as the list names it, as far as it knows it. */
export function listed(provider: string): string {
  const name = provider.trim().toLowerCase();
  // Such names hold "openai" too, and its prices are not those of Azure.
  if (/^az(ure)?([._-]|$)/.test(name)) return 'azure';
  const base = name.replace(sortOfCall, '');
  return listedProviders[name] ?? listedProviders[base] ?? base;
}

/** What is taken off a model's name, each on top of those before it. */
const cleanings: readonly { readonly what: RegExp; readonly example: string }[] = [
  { what: /\[[^\]]*\]$/, example: 'claude-sonnet-4-5[1m]' },
  { what: /^.*\//, example: 'models/gemini-2.5-pro, publishers/google/models/…, arn:aws:bedrock:…/…' },
  { what: /^(?:[a-z]{2,6}(?:-gov)?\.)?anthropic\./, example: 'us.anthropic.claude-…, anthropic.claude-…' },
  { what: /(?:-v\d+)?:\d+$/, example: 'claude-sonnet-4-5-20250929-v1:0' },
  { what: /@[\w-]+$/, example: 'claude-sonnet-4-5@20250929' },
  { what: /-latest$/, example: 'mistral-large-latest' },
  { what: /-20\d\d-?[01]\d-?[0-3]\d$/, example: 'gpt-5.1-2025-11-13, claude-haiku-4-5-20251001' },
];

/** Names to look for, the given one first, each one more general than the one before. */
export function modelNames(model: string): readonly string[] {
  let name = model.trim().toLowerCase();
  const names = [name];
  for (const { what } of cleanings) {
    const cleaned = name.replace(what, '');
    if (cleaned === name || cleaned === '') continue;
    name = cleaned;
    names.push(name);
  }
  return names;
}
