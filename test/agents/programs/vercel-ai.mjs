/**
 * A small agent on the Vercel AI SDK, as one would write it: four questions to the model at MODEL_URL, traced by the
 * SDK's own telemetry. Prints the usage that the SDK itself reports, one JSON object.
 */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { resource, traceExporter } from './telemetry.mjs';

const provider = new NodeTracerProvider({
  resource,
  spanProcessors: [new BatchSpanProcessor(await traceExporter())],
});
provider.register();

const kitchen = createOpenAICompatible({ name: 'lmstudio', baseURL: process.env.MODEL_URL ?? '', includeUsage: true });
const model = kitchen('qwen3-8b');

/** @param {string} functionId */
const telemetry = (functionId) => ({
  isEnabled: true,
  functionId,
  metadata: { threadId: process.env.THREAD_ID ?? '' },
});

const tools = {
  oven: tool({
    description: 'Heats the oven',
    inputSchema: z.object({ celsius: z.number() }),
    execute: async ({ celsius }) => ({ ready: true, celsius }),
  }),
  fridge: tool({
    description: 'Looks for something in the fridge',
    inputSchema: z.object({ item: z.string() }),
    execute: async ({ item }) => {
      throw new Error(`there is no ${item} in the fridge`);
    },
  }),
};

const cooked = await generateText({
  model,
  tools,
  stopWhen: stepCountIs(4),
  prompt: 'Bake a cake.',
  experimental_telemetry: telemetry('cook'),
});

const told = streamText({
  model,
  tools,
  stopWhen: stepCountIs(4),
  prompt: 'Tell me about it, and keep it warm.',
  experimental_telemetry: telemetry('tell'),
});
let story = '';
for await (const words of told.textStream) story += words;

let failure = '';
try {
  await generateText({ model, prompt: 'And again.', maxRetries: 1, experimental_telemetry: telemetry('again') });
} catch (error) {
  failure = String(error);
}

const broken = streamText({
  model,
  prompt: 'And more of it.',
  maxRetries: 0,
  onError: ({ error }) => void (failure += `, ${error}`),
  experimental_telemetry: telemetry('more'),
});
await broken.consumeStream();

await provider.shutdown();
process.stdout.write(
  JSON.stringify({ cooked: cooked.totalUsage, text: cooked.text, told: await told.totalUsage, story, failure }),
);
