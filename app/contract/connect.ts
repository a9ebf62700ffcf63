import * as v from 'valibot';
import { agentName } from './imports.ts';

/**
 * How an agent's settings stand to Hivebar. `connected-elsewhere`: they send to another collector. `partly`: some of
 * what Hivebar needs is missing. `unreadable`: the file is damaged or closed to us, nothing is changed.
 */
export const connectionState = v.picklist([
  'connected',
  'connected-elsewhere',
  'partly',
  'not-connected',
  'not-installed',
  'unreadable',
]);
export type ConnectionState = v.InferOutput<typeof connectionState>;

export const connectionChange = v.picklist(['connect', 'disconnect']);
export type ConnectionChange = v.InferOutput<typeof connectionChange>;

/** An agent as the sources page lists it. */
export const connection = v.object({
  agent: agentName,
  state: connectionState,
  /** The agent's settings file, absolute; it need not exist. */
  file: v.string(),
  /** One sentence for the person. */
  message: v.string(),
  /** Whether Hivebar's own entries stand in the file, so that there is something to take back. */
  canDisconnect: v.boolean(),
});
export type Connection = v.InferOutput<typeof connection>;

/** A line of a change. `gap` stands for unchanged lines that are left out; its text is empty. */
export const diffLine = v.object({
  kind: v.picklist(['same', 'removed', 'added', 'gap']),
  /** Without its line break. Values that look like secrets are masked. */
  text: v.string(),
});
export type DiffLine = v.InferOutput<typeof diffLine>;

/** A change to an agent's settings file as a person is asked about it. */
export const shownPlan = v.object({
  agent: agentName,
  change: connectionChange,
  state: connectionState,
  file: v.string(),
  message: v.string(),
  /** Empty when nothing has to change. */
  diff: v.array(diffLine),
  /** What the person should know besides: what wins over this file, what must be restarted. */
  notes: v.array(v.string()),
  /** Names exactly this change: it is made only while the file is as it was and the change would be the same. */
  fingerprint: v.string(),
});
export type ShownPlan = v.InferOutput<typeof shownPlan>;

/** A change that was made. */
export const madeChange = v.object({
  agent: agentName,
  state: connectionState,
  file: v.string(),
  /** Copy of the file as it was; null when there was none, or nothing had to change. */
  backup: v.nullable(v.string()),
  /** Epoch milliseconds: an event after this moment shows that the connection works. */
  atMs: v.number(),
  message: v.string(),
});
export type MadeChange = v.InferOutput<typeof madeChange>;

/** Where other programs send to, and what is kept of it. */
export const endpoints = v.object({
  /** Base address of the OTLP receiver; null while it is not open. */
  otlpUrl: v.nullable(v.string()),
  otlpRequiresToken: v.boolean(),
  /** Unix socket for local programs; null while it is not open. */
  socketPath: v.nullable(v.string()),
  /** Whether prompts, answers and what tools take and give are kept; null when the settings cannot be read. */
  keepContent: v.nullable(v.boolean()),
});
export type Endpoints = v.InferOutput<typeof endpoints>;
