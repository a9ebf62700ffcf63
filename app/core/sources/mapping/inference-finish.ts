/** Why models stop, in the words of the providers and SDKs, to one word each. */
const reasonsByWord: Readonly<Record<string, string>> = {
  stop: 'stop',
  end_turn: 'stop',
  stop_sequence: 'stop',
  end: 'stop',
  complete: 'stop',
  completed: 'stop',
  eos: 'stop',
  eos_token: 'stop',
  length: 'length',
  max_tokens: 'length',
  max_output_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_use',
  tool_call: 'tool_use',
  tool_calls: 'tool_use',
  function_call: 'tool_use',
  refusal: 'refusal',
  content_filter: 'content_filter',
  content_filtered: 'content_filter',
  safety: 'content_filter',
  guardrail_intervened: 'content_filter',
};

/** The first reason that is told; a word that is not known is kept in lower case. */
export function finishReason(told: readonly string[]): string {
  const word = (told.find((reason) => reason !== '') ?? '').trim().toLowerCase().replaceAll('-', '_');
  return reasonsByWord[word] ?? word;
}
