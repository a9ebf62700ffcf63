import { type Result, fail, ok } from '../../contract/result.ts';
import type { Login } from './endpoint.ts';
import type { EngineChoice } from './engine.ts';
import { isAtLeast, minimumVersion } from './engine.ts';
import { type ProbeFailure, probeHttp, probePing } from './probe.ts';
import type { DatabaseProblem } from './problem.ts';
import type { Launched } from './supervisor.ts';
import type { OwnUsers } from './users.ts';

export type RemoteChoice = Extract<EngineChoice, { kind: 'remote' }>;

/** All roles are the one account that the person gave; its rights are the server's business. */
export function remoteUsers(choice: RemoteChoice): OwnUsers {
  const account = { name: choice.user, password: choice.password };
  return { admin: account, writer: account, reader: account, mcp: account, consoleWriter: account };
}

export function remoteLogin(choice: RemoteChoice): Login {
  const url = new URL(choice.url);
  return {
    httpUrl: url.origin,
    host: url.hostname,
    tcpPort: choice.tcpPort,
    user: { name: choice.user, password: choice.password },
  };
}

/** "Starts" a server that others run: asks whether it answers, is new enough, and accepts the account. */
export async function connectRemote(choice: RemoteChoice): Promise<Result<Launched, DatabaseProblem>> {
  const login = remoteLogin(choice);
  const version = await probeHttp(login, timeoutMs);
  if (!version.ok) return fail(explain(choice, version.error));
  if (!isAtLeast(version.value, minimumVersion)) {
    return fail({ kind: 'version-too-old', path: choice.url, found: version.value, needed: minimumVersion });
  }
  let lose: (reason: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => (lose = resolve));
  return ok({
    engineVersion: version.value,
    ended,
    probe: async () => (await probePing(login.httpUrl, timeoutMs))?.reason,
    stop: () => {
      lose('disconnected');
      return Promise.resolve();
    },
    kill: () => lose('it does not answer'),
  });
}

const timeoutMs = 10_000;

function explain(choice: RemoteChoice, failure: ProbeFailure): DatabaseProblem {
  if (failure.kind === 'refused-login') return { kind: 'remote-login-refused', url: choice.url, user: choice.user };
  return { kind: 'remote-unreachable', url: choice.url, reason: failure.reason };
}
