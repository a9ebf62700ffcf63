/**
 * One name for each provider, whatever a convention calls it. Cost and latency are grouped by this name, and the price
 * list knows it. A name that stands nowhere here is kept as the program sent it, in lower case.
 */
const namesByProvider: Readonly<Record<string, readonly string[]>> = {
  anthropic: ['claude', 'vertex.anthropic', 'google.vertex.anthropic', 'chatanthropic'],
  openai: ['open_ai', 'chatopenai', 'openai-compatible'],
  google: [
    'gcp',
    'gcp.gen_ai',
    'gcp.gemini',
    'gcp.vertex_ai',
    'gemini',
    'google.generative-ai',
    'google.vertex',
    'google-vertex',
    'google_genai',
    'google-genai',
    'google_vertexai',
    'google_anthropic_vertex',
    'vertex',
    'vertexai',
    'vertex_ai',
    'vertex ai',
    'googlegenerativeai',
  ],
  bedrock: ['aws', 'aws.bedrock', 'aws_bedrock', 'amazon', 'amazon-bedrock', 'amazon_bedrock', 'bedrock_converse'],
  azure: [
    'az.ai.openai',
    'az.ai.inference',
    'azure.ai.openai',
    'azure.ai.inference',
    'azure-openai',
    'azure_openai',
    'azure_ai',
    'azureopenai',
    'azure openai',
    'microsoft',
  ],
  mistral: ['mistralai', 'mistral_ai', 'mistral-ai', 'mistral ai'],
  xai: ['x_ai', 'x-ai', 'x.ai', 'grok'],
  groq: ['chatgroq'],
  deepseek: ['deep_seek', 'deepseek-ai'],
  cohere: ['cohereai'],
  perplexity: ['perplexityai', 'pplx'],
  together: ['togetherai', 'together_ai', 'together-ai', 'together.ai'],
  fireworks: ['fireworks_ai', 'fireworksai', 'fireworks-ai', 'fireworks.ai'],
  cerebras: ['cerebras_ai'],
  deepinfra: ['deep_infra', 'deep-infra'],
  openrouter: ['open_router', 'open-router', 'openrouter.ai'],
  moonshotai: ['moonshot', 'moonshot_ai', 'moonshot-ai', 'kimi'],
  alibaba: ['dashscope', 'qwen', 'aliyun', 'bailian'],
  zai: ['zhipu', 'zhipuai', 'z_ai', 'z-ai', 'z.ai'],
  watsonx: ['ibm', 'ibm.watsonx.ai', 'ibm_watsonx'],
  huggingface: ['hugging_face', 'hugging-face', 'hf', 'huggingface_hub'],
  replicate: ['replicate.com'],
  'aleph-alpha': ['aleph_alpha', 'alephalpha'],
  ollama: ['ollama.ai', 'chatollama', 'ollama-ai-provider'],
  lmstudio: ['lm_studio', 'lm-studio', 'lm studio'],
  'llama.cpp': ['llamacpp', 'llama_cpp', 'llama-cpp', 'llama-server'],
  vllm: ['hosted_vllm'],
  mlx: ['mlx_lm', 'mlx-lm', 'mlxlm', 'mlx-server'],
};

/** Frameworks and routers that programs name where the provider belongs: they answer nothing themselves. */
const routers = new Set([
  'langchain',
  'langgraph',
  'llamaindex',
  'litellm',
  'haystack',
  'gateway',
  'vercel',
  'unknown',
]);

/** What a model's name says of its provider, where the provider is not told. */
const providersByModel: readonly (readonly [RegExp, string])[] = [
  [/^claude[-.]/, 'anthropic'],
  [/^(gpt-|chatgpt-|o[1-9](-|$)|text-embedding-(3|ada))/, 'openai'],
  [/^(gemini|gemma)-/, 'google'],
  [/^(mistral|magistral|ministral|codestral|devstral|pixtral)-/, 'mistral'],
  [/^grok-/, 'xai'],
  [/^deepseek-/, 'deepseek'],
  [/^command-/, 'cohere'],
  [/^kimi-/, 'moonshotai'],
];

/** Parts of an API that the Vercel AI SDK and others append to a provider's name: `openai.responses`. */
const apiName = /[./](chat|completion|completions|responses|messages|generative-ai|text|language-model)$/;

const providersByName = new Map(
  Object.entries(namesByProvider).flatMap(([provider, names]) =>
    [provider, ...names].map((name): [string, string] => [name, provider]),
  ),
);

/** The provider of a call, out of what the program calls it and the model that answered. `unknown` when nothing tells. */
export function providerName(told: string, model: string): string {
  const name = told.trim().toLowerCase();
  const known = providersByName.get(name);
  if (known !== undefined) return known;
  if (name === '' || routers.has(name)) return providerOfModel(model) ?? (name === '' ? 'unknown' : name);
  const vendor = name.replace(apiName, '');
  return vendor === name ? name : providerName(vendor, model);
}

/** Routers name models `provider/model`. */
function providerOfModel(model: string): string | undefined {
  const name = model.trim().toLowerCase();
  const slash = name.indexOf('/');
  const prefix = slash > 0 ? providersByName.get(name.slice(0, slash)) : undefined;
  if (prefix !== undefined) return prefix;
  const bare = name.slice(slash + 1);
  return providersByModel.find(([pattern]) => pattern.test(bare))?.[1];
}
