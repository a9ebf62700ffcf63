import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import * as v from 'valibot';
import { channels } from '../contract/ipc.ts';
import type { Stop } from '../contract/lifecycle.ts';
import type { Log } from '../core/host.ts';
import { appOrigin } from './app-files.ts';

type Channels = typeof channels;
type ChannelKey = keyof Channels;

/** What a handler hands back: nothing at all where the contract gives nothing. */
/** Handles one call; it hands back nothing where the contract gives nothing. */
type Handler<Takes, Gives> = [Gives] extends [undefined]
  ? (input: Takes) => void | Promise<void>
  : (input: Takes) => Gives | Promise<Gives>;

/** What the main process does for each call of the contract. A missing or surplus handler does not compile. */
export type CallHandlers = {
  readonly [Key in ChannelKey]: Handler<v.InferOutput<Channels[Key]['takes']>, v.InferInput<Channels[Key]['gives']>>;
};

/**
 * Answers the calls of the contract for the windows of ours. A call from anywhere else, or with a payload that does
 * not parse, is rejected without reaching its handler; so is an answer that does not parse.
 */
export function serveCalls(ipc: Pick<IpcMain, 'handle' | 'removeHandler'>, handlers: CallHandlers, log: Log): Stop {
  const keys = Object.keys(channels) as ChannelKey[];
  for (const key of keys) {
    const { name, takes, gives } = channels[key];
    const handler = handlers[key] as (input: unknown) => unknown;
    ipc.handle(name, async (event, payload: unknown) => {
      const foreign = whyForeign(event);
      if (foreign !== undefined) {
        log('warn', 'a call was refused', { channel: name, reason: foreign });
        throw new Error(`${name} is not open to this page.`);
      }
      const input = parsed(takes, payload, `${name} was called with`, log);
      return parsed(gives, await handler(input), `${name} answered with`, log);
    });
  }
  return () => {
    for (const key of keys) ipc.removeHandler(channels[key].name);
  };
}

/** Why an event does not come from a page of ours; undefined when it does. */
function whyForeign(event: Pick<IpcMainInvokeEvent, 'senderFrame'>): string | undefined {
  // A frame that went away while its call was under way has nobody to answer to.
  const frame = event.senderFrame;
  if (frame === null) return 'its frame is gone';
  if (frame.parent !== null) return 'it comes from an inner frame';
  return frame.origin === appOrigin ? undefined : 'it comes from another origin';
}

/** The message names the place of the mistake and never the value, which may be personal. */
function parsed(schema: v.GenericSchema, value: unknown, context: string, log: Log): unknown {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const problem = `${context} a wrong value at ${v.getDotPath(issue) ?? 'the top'}: expected ${issue.expected ?? 'something else'}`;
  log('error', problem);
  throw new Error(`${problem}.`);
}
