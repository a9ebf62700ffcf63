/**
 * A small LangGraph program as one would write it, on `hivebar/sink`: one node, which calls the model at MODEL_URL, and
 * the context of the person. Prints what it saw, and ends by itself.
 */
import { createRequire } from 'node:module';
import { HumanMessage } from '@langchain/core/messages';
import { END, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { ChatOpenAI } from '@langchain/openai';
import { createPoller, createSink } from 'hivebar/sink';

const model = new ChatOpenAI({
  model: 'qwen3-8b',
  apiKey: 'none',
  maxRetries: 0,
  configuration: { baseURL: process.env.MODEL_URL ?? '' },
});
const graph = new StateGraph(MessagesAnnotation)
  .addNode('say', async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
  .addEdge(START, 'say')
  .addEdge('say', END)
  .compile({ name: 'sayer' });

const sink = createSink();
const { messages } = await graph.invoke(
  { messages: [new HumanMessage('Hello.')] },
  { configurable: { thread_id: process.env.THREAD_ID ?? '' }, callbacks: [sink.handler] },
);
// The connection stays open and rows may be queued: neither keeps a program alive.
const delivered = process.env.END === 'at-once' ? null : await sink.flush(10_000);
const context = await createPoller().snapshot();

const required = createRequire(import.meta.url)('hivebar/sink');
const answer = {
  said: messages.at(-1)?.content,
  delivered,
  stats: sink.stats(),
  context,
  required: Object.keys(required),
};
process.stdout.write(JSON.stringify(answer));
