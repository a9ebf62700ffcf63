import { tool } from '@langchain/core/tools';
import { type AIMessageChunk, HumanMessage } from '@langchain/core/messages';
import { concat } from '@langchain/core/utils/stream';
import { Annotation, END, MemorySaver, MessagesAnnotation, START, StateGraph, interrupt } from '@langchain/langgraph';
import { ToolNode } from '@langchain/langgraph/prebuilt';
import { ChatOpenAI } from '@langchain/openai';
import { z } from 'zod';

export const threadId = 'cake-1';

const State = Annotation.Root({
  ...MessagesAnnotation.spec,
  notes: Annotation<string[]>({ reducer: (all, more) => [...all, ...more], default: () => [] }),
});

const oven = tool(({ celsius }) => `hot: ${celsius}`, {
  name: 'oven',
  description: 'Heats.',
  schema: z.object({ celsius: z.number() }),
});
const fridge = tool(
  () => {
    throw new Error('there is no butter');
  },
  { name: 'fridge', description: 'Cools.', schema: z.object({ item: z.string() }) },
);

/**
 * A graph with everything in it: a model that calls two tools of which one fails, two nodes side by side, a subgraph of
 * two steps, a node that waits for a person, and one that fails.
 */
export function kitchenGraph(modelUrl: string) {
  const options = { model: 'qwen3-8b', apiKey: 'none', maxRetries: 0, configuration: { baseURL: modelUrl } };
  const cook = new ChatOpenAI(options).bindTools([oven, fridge]);
  const teller = new ChatOpenAI(options);
  const note = (text: string) => () => ({ notes: [text] });
  const cellar = new StateGraph(State)
    .addNode('down', note('down'))
    .addNode('up', note('up'))
    .addEdge(START, 'down')
    .addEdge('down', 'up')
    .addEdge('up', END)
    .compile({ name: 'cellar' });
  return new StateGraph(State)
    .addNode('cook', async ({ messages }) => ({ messages: [await cook.invoke(messages)] }))
    .addNode('tools', new ToolNode([oven, fridge]))
    .addNode('stir', note('stir'))
    .addNode('tell', async ({ messages }) => ({
      messages: [await wholeOf(await teller.stream(messages))],
      notes: ['told'],
    }))
    .addNode('cellar', cellar)
    .addNode('ask', () => ({ notes: [interrupt<string, string>('butter?')] }))
    .addNode('burn', () => {
      throw new Error('the cake has burnt');
    })
    .addEdge(START, 'cook')
    .addEdge('cook', 'tools')
    .addEdge('tools', 'stir')
    .addEdge('tools', 'tell')
    .addEdge('stir', 'cellar')
    .addEdge('tell', 'cellar')
    .addEdge('cellar', 'ask')
    .addEdge('ask', 'burn')
    .addEdge('burn', END)
    .compile({ name: 'kitchen', checkpointer: new MemorySaver() });
}

export const question = { messages: [new HumanMessage('Bake a cake.')] };

/** Streamed here: with `streaming: true`, `invoke` would fetch a tokenizer from the network to count what is told. */
async function wholeOf(chunks: AsyncIterable<AIMessageChunk>): Promise<AIMessageChunk> {
  let whole: AIMessageChunk | undefined;
  for await (const chunk of chunks) whole = whole === undefined ? chunk : concat(whole, chunk);
  if (whole === undefined) throw new Error('The model said nothing.');
  return whole;
}
