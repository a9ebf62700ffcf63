/** `hivebar/sink`: everything that a program needs to record its agent and to ask what the person does. */
export { createSink } from './sink.ts';
export type { Sink, SinkOptions } from './sink.ts';
export { createPoller } from './poller.ts';
export type { Poller, PollerOptions, StreamOptions } from './poller.ts';
export type { SinkHandler } from './callback-handler.ts';
export type { ConsumeOptions } from './graph-stream.ts';
export type { SinkStats } from './row-sender.ts';
export type { PushedRow } from './row-writer.ts';
export type { CurrentContext } from '../contract/context.ts';
