import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Result, fail, ok } from '../../contract/result.ts';
import { isAlive } from './data-dir-lock.ts';
import type { Endpoint, Login } from './endpoint.ts';
import { errorCode, reasonOf } from './file-errors.ts';
import { writePrivateFile } from '../private-file.ts';
import type { DatabaseProblem } from './problem.ts';
import { type UserName, databaseUsers } from './users.ts';

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

/** The other doors of a running Hivebar, each told once it is open. */
const doors = { otlpPort: v.optional(port), mcpPort: v.optional(port), socketPath: v.optional(v.string()) };

/** How other programs of this account find a running Hivebar. Holds passwords: mode 0600. */
export const runtimeSchema = v.object({
  version: v.literal(1),
  pid: v.number(),
  /** Tells the process from a later one under the same number. */
  processStarted: v.string(),
  dataDir: v.string(),
  httpUrl: v.pipe(v.string(), v.url()),
  host: v.string(),
  httpPort: port,
  tcpPort: port,
  ...doors,
  /** ISO 8601, UTC. */
  startedAt: v.string(),
  engine: v.picklist(['libchdb', 'executable', 'remote']),
  engineVersion: v.string(),
  users: databaseUsers,
});
export type Runtime = v.InferOutput<typeof runtimeSchema>;
export type Doors = Pick<Runtime, 'otlpPort' | 'mcpPort' | 'socketPath'>;

export function runtimePath(dataDir: string): string {
  return join(dataDir, 'runtime.json');
}

export async function writeRuntime(runtime: Runtime): Promise<void> {
  await writePrivateFile(runtimePath(runtime.dataDir), `${JSON.stringify(runtime, null, 2)}\n`);
}

export async function removeRuntime(dataDir: string): Promise<void> {
  await rm(runtimePath(dataDir), { force: true });
}

/** What a running Hivebar left for us; a file whose writer is gone counts as none. */
export async function readRuntime(dataDir: string): Promise<Result<Runtime, DatabaseProblem>> {
  const path = runtimePath(dataDir);
  const text = await readFile(path, 'utf8').then(ok, (error: unknown) => fail(error));
  if (!text.ok) {
    const missing = errorCode(text.error) === 'ENOENT';
    if (missing) return fail({ kind: 'not-running', dataDir, reason: 'it left no runtime.json' });
    return fail({ kind: 'data-dir-unreadable', path, reason: reasonOf(text.error) });
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), runtimeSchema), text.value);
  if (!parsed.success) {
    const reason = `runtime.json is not understood: ${parsed.issues[0].message}`;
    return fail({ kind: 'not-running', dataDir, reason });
  }
  const { pid, processStarted } = parsed.output;
  if (!(await isAlive({ pid, started: processStarted }))) {
    return fail({ kind: 'not-running', dataDir, reason: `process ${pid} has ended` });
  }
  return ok(parsed.output);
}

export function endpointOf(runtime: Runtime): Endpoint {
  return { httpUrl: runtime.httpUrl, host: runtime.host, tcpPort: runtime.tcpPort };
}

export function loginOf(runtime: Runtime, user: UserName): Login {
  return { ...endpointOf(runtime), user: runtime.users[user] };
}
