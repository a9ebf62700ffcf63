import * as v from 'valibot';
import {
  type Connection,
  type ConnectionChange,
  type Endpoints,
  type MadeChange,
  type ShownPlan,
} from '../../contract/connect.ts';
import { type AgentName, type ImportProgress } from '../../contract/imports.ts';
import { type PauseLength, type PermissionName, type RecorderStatus } from '../../contract/health.ts';
import { type Announcement, type Channel } from '../../contract/channel.ts';
import { announcements, type Bridge, channels, type MainPlace } from '../../contract/ipc.ts';
import { type QuestionName, type QuestionRow, questions, type QuestionTakes } from '../../contract/questions.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import { type Stop } from '../../contract/lifecycle.ts';
import { type Problem } from './problem.ts';

type Schema = v.GenericSchema;

/** What the windows can have done, typed and parsed in both directions. */
export interface Calls {
  readonly platform: string;
  /** Any call of the contract. Each part of the window has its own on top of it, beside its views. */
  send<Takes extends Schema, Gives extends Schema>(
    channel: Channel<Takes, Gives>,
    payload: v.InferInput<Takes>,
  ): Promise<Result<v.InferOutput<Gives>, Problem>>;
  /** Any announcement of the contract, until the returned stop. */
  hear<Carries extends Schema>(
    announcement: Announcement<Carries>,
    listener: (carried: Result<v.InferOutput<Carries>, Problem>) => void,
  ): Stop;
  readonly status: () => Promise<Result<RecorderStatus, Problem>>;
  ask<N extends QuestionName>(name: N, params: QuestionTakes<N>): Promise<Result<readonly QuestionRow<N>[], Problem>>;
  readonly pause: (length: PauseLength) => Promise<Result<RecorderStatus, Problem>>;
  readonly resume: () => Promise<Result<RecorderStatus, Problem>>;
  readonly retry: () => Promise<Result<RecorderStatus, Problem>>;
  readonly openPlace: (place: MainPlace) => Promise<Result<undefined, Problem>>;
  readonly showDataFolder: () => Promise<Result<undefined, Problem>>;
  readonly requestPermission: (name: PermissionName) => Promise<Result<undefined, Problem>>;
  readonly quit: () => Promise<Result<undefined, Problem>>;
  readonly connections: () => Promise<Result<readonly Connection[], Problem>>;
  readonly connectionPlan: (agent: AgentName, change: ConnectionChange) => Promise<Result<ShownPlan, Problem>>;
  /** Makes the change that was shown under the fingerprint. */
  readonly makeChange: (
    agent: AgentName,
    change: ConnectionChange,
    fingerprint: string,
  ) => Promise<Result<MadeChange, Problem>>;
  readonly endpoints: () => Promise<Result<Endpoints, Problem>>;
  readonly setKeepContent: (keep: boolean) => Promise<Result<Endpoints, Problem>>;
  readonly imports: () => Promise<Result<readonly ImportProgress[], Problem>>;
  readonly startImport: (agent: AgentName) => Promise<Result<ImportProgress, Problem>>;
  readonly cancelImport: (agent: AgentName) => Promise<Result<undefined, Problem>>;
  /** The person asked for a page of the main window elsewhere, in the menu bar say. */
  readonly onPlace: (listener: (place: MainPlace) => void) => Stop;
  /** An announcement that cannot be read arrives as a problem, so that it is seen. */
  readonly onStatus: (listener: (status: Result<RecorderStatus, Problem>) => void) => Stop;
}

/** The calls over `bridge`; undefined when the page was opened outside Hivebar, which every call then says. */
export function connect(bridge: Bridge | undefined): Calls {
  return {
    platform: bridge?.platform ?? 'unknown',
    send: (channel, payload) => send(bridge, channel, payload),
    hear: (announcement, listener) => hear(bridge, announcement, listener),
    status: () => send(bridge, channels.status, undefined),
    ask: (name, params) => ask(bridge, name, params),
    pause: (length) => send(bridge, channels.pause, { length }),
    resume: () => send(bridge, channels.resume, undefined),
    retry: () => send(bridge, channels.retry, undefined),
    openPlace: (place) => send(bridge, channels.openPlace, { place }),
    showDataFolder: () => send(bridge, channels.showDataFolder, undefined),
    requestPermission: (name) => send(bridge, channels.requestPermission, { name }),
    quit: () => send(bridge, channels.quit, undefined),
    connections: () => send(bridge, channels.connections, undefined),
    connectionPlan: (agent, change) => settle(send(bridge, channels.connectionPlan, { agent, change })),
    makeChange: (agent, change, fingerprint) => settle(send(bridge, channels[change], { agent, fingerprint })),
    endpoints: () => send(bridge, channels.endpoints, undefined),
    setKeepContent: (keep) => settle(send(bridge, channels.setKeepContent, { keep })),
    imports: () => send(bridge, channels.imports, undefined),
    startImport: (agent) => settle(send(bridge, channels.startImport, { agent })),
    cancelImport: (agent) => send(bridge, channels.cancelImport, { agent }),
    onPlace: (listener) =>
      hear(bridge, announcements.placeAsked, (place) => {
        if (place.ok) listener(place.value);
      }),
    onStatus: (listener) => hear(bridge, announcements.statusChanged, listener),
  };
}

async function ask<N extends QuestionName>(
  bridge: Bridge | undefined,
  name: N,
  params: QuestionTakes<N>,
): Promise<Result<readonly QuestionRow<N>[], Problem>> {
  const answer = await send(bridge, channels.ask, { name, params: v.parse(questions[name].takes, params) });
  if (!answer.ok) return answer;
  if (!answer.value.ok) return fail(answer.value.error);
  const rows = v.safeParse(
    v.array(questions[name].row as v.GenericSchema<unknown, QuestionRow<N>>),
    answer.value.value,
  );
  return rows.success ? ok(rows.output) : fail(malformed(name, rows.issues[0]));
}

/** What the recorder refuses, in its own words, is a problem as any other. */
export async function settle<T>(call: Promise<Result<Result<T, string>, Problem>>): Promise<Result<T, Problem>> {
  const answer = await call;
  if (!answer.ok) return answer;
  return answer.value.ok ? answer.value : fail({ kind: 'refused', message: answer.value.error });
}

/** A payload that does not fit is a bug of ours and throws; an answer that does not fit is a problem to show. */
async function send<Takes extends Schema, Gives extends Schema>(
  bridge: Bridge | undefined,
  channel: Channel<Takes, Gives>,
  payload: v.InferInput<Takes>,
): Promise<Result<v.InferOutput<Gives>, Problem>> {
  const request = v.parse(channel.takes, payload);
  if (bridge === undefined) return fail(outside);
  let answer: unknown;
  try {
    answer = await bridge.call(channel.name, request);
  } catch (error) {
    return fail({ kind: 'no-answer', message: error instanceof Error ? error.message : String(error) });
  }
  const parsed = v.safeParse(channel.gives, answer);
  return parsed.success ? ok(parsed.output) : fail(malformed(channel.name, parsed.issues[0]));
}

function hear<Carries extends Schema>(
  bridge: Bridge | undefined,
  announcement: Announcement<Carries>,
  listener: (carried: Result<v.InferOutput<Carries>, Problem>) => void,
): Stop {
  if (bridge === undefined) return () => undefined;
  return bridge.listen(announcement.name, (payload) => {
    const parsed = v.safeParse(announcement.carries, payload);
    listener(parsed.success ? ok(parsed.output) : fail(malformed(announcement.name, parsed.issues[0])));
  });
}

const outside: Problem = { kind: 'no-answer', message: 'This page works only inside Hivebar.' };

/** Names the key and what was expected, never the content. */
function malformed(what: string, issue: v.BaseIssue<unknown>): Problem {
  const key = v.getDotPath(issue);
  return {
    kind: 'malformed',
    message: `${what}${key === null ? '' : `, ${key}`}: expected ${issue.expected ?? 'another value'}.`,
  };
}
