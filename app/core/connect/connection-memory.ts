import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import type { AgentName } from '../../contract/imports.ts';
import { agentName } from '../../contract/imports.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import { errorCode, reasonOf } from '../database/file-errors.ts';
import { writePrivateFile } from '../private-file.ts';
import type { Json } from './json-value.ts';

const json: v.GenericSchema<Json> = v.lazy(() =>
  v.union([v.string(), v.number(), v.boolean(), v.null(), v.array(json), v.record(v.string(), json)]),
);

/** What Hivebar changed in an agent's settings, so that it can be taken back. A value left out: the key was absent. */
const agentMemory = v.object({
  file: v.string(),
  /** Whether the section was there before Hivebar. */
  sectionExisted: v.boolean(),
  keys: v.record(v.string(), v.object({ ours: v.optional(json), prior: v.optional(json) })),
  /** As long as the file is what we made it, the one from before can be put back to the byte. */
  exact: v.nullable(
    v.object({
      afterSha256: v.string(),
      /** Null: there was no file. */
      before: v.nullable(v.object({ sha256: v.string(), backup: v.string() })),
    }),
  ),
});
export type AgentMemory = v.InferOutput<typeof agentMemory>;

const memorySchema = v.object({ version: v.literal(1), agents: v.record(v.string(), agentMemory) });

/** Prior values may hold secrets of the person's: the file is private to the account. */
function memoryPath(dataDir: string): string {
  return join(dataDir, 'connections.json');
}

export type ConnectionMemory = Readonly<Partial<Record<AgentName, AgentMemory>>>;

/** Everything that is remembered; a damaged file is an error, because taking back by guess could lose settings. */
export async function readMemory(dataDir: string): Promise<Result<ConnectionMemory, string>> {
  const path = memoryPath(dataDir);
  const text = await readFile(path, 'utf8').then(ok, (error: unknown) => fail(error));
  if (!text.ok) {
    return errorCode(text.error) === 'ENOENT' ? ok({}) : fail(`${path} cannot be read (${reasonOf(text.error)}).`);
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), memorySchema), text.value);
  if (!parsed.success) {
    return fail(`${path} is damaged. It tells what stood in the agents' settings before; mend it, or move it away.`);
  }
  const known = Object.entries(parsed.output.agents).flatMap(([name, memory]) => {
    const agent = v.safeParse(agentName, name);
    return agent.success ? [[agent.output, memory] as const] : [];
  });
  return ok(Object.fromEntries(known));
}

/** Remembers for one agent, or forgets it. */
export async function remember(
  dataDir: string,
  agent: AgentName,
  memory: AgentMemory | undefined,
): Promise<Result<undefined, string>> {
  const read = await readMemory(dataDir);
  if (!read.ok) return read;
  const agents: Partial<Record<AgentName, AgentMemory>> = { ...read.value };
  if (memory === undefined) Reflect.deleteProperty(agents, agent);
  else agents[agent] = memory;
  const path = memoryPath(dataDir);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writePrivateFile(path, `${JSON.stringify({ version: 1, agents }, null, 2)}\n`);
  } catch (error) {
    return fail(`${path} cannot be written (${reasonOf(error)}). Nothing was changed.`);
  }
  return ok(undefined);
}
