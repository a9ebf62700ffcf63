import { expect, it } from 'vitest';
import { providerName } from './inference-providers.ts';

it('gives a provider one name, whatever a convention calls it', () => {
  const told = [
    'Anthropic',
    'anthropic.messages',
    'google.vertex.anthropic.messages',
    'OpenAI',
    'openai.responses',
    'azure.ai.openai',
    'azure-openai.chat',
    'aws.bedrock',
    'amazon-bedrock',
    'gcp.vertex_ai',
    'google.generative-ai',
    'mistral_ai',
    'x_ai',
    'xai.chat',
    'hosted_vllm',
    'lm-studio',
    'ollama.chat',
    'my-own-server.chat',
    'My-Own-Server',
  ];
  expect(told.map((name) => providerName(name, ''))).toEqual([
    'anthropic',
    'anthropic',
    'anthropic',
    'openai',
    'openai',
    'azure',
    'azure',
    'bedrock',
    'bedrock',
    'google',
    'google',
    'mistral',
    'xai',
    'xai',
    'vllm',
    'lmstudio',
    'ollama',
    'my-own-server',
    'my-own-server',
  ]);
});

it('asks the model when nothing or only a framework is told', () => {
  expect(providerName('', 'claude-haiku-4-5')).toBe('anthropic');
  expect(providerName('Langchain', 'gpt-4o')).toBe('openai');
  expect(providerName('gateway', 'xai/grok-4')).toBe('xai');
  expect(providerName('litellm', 'my/own-model')).toBe('litellm');
  expect(providerName('', 'own-model')).toBe('unknown');
});
