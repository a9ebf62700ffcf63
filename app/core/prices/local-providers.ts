/** Providers that run on the person's own machine: their calls are free. All others count as cloud. */
export const localProviders: readonly string[] = [
  'mlx',
  'mlx-lm',
  'ollama',
  'lmstudio',
  'lm-studio',
  'llama.cpp',
  'llama-cpp',
  'llamafile',
  'koboldcpp',
  'gpt4all',
  'jan',
  'vllm',
  'sglang',
  'local',
];

const known = new Set(localProviders);

/** Whether a call to this model costs nothing because this machine answers it. Ollama also rents models of its own. */
export function isLocal(provider: string, model: string): boolean {
  const name = provider.trim().toLowerCase();
  // Some libraries put the sort of call after the name: `ollama.chat`.
  const [base = ''] = name.split('.', 1);
  if (!known.has(name) && !known.has(base)) return false;
  return !(base === 'ollama' && /[-:]cloud$/i.test(model.trim()));
}
