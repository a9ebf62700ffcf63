import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { oneAtATime } from '../../one-at-a-time.ts';
import { writePrivateFile } from '../../private-file.ts';

const stored = v.object({ version: v.literal(1), paused: v.boolean(), threadId: v.pipe(v.string(), v.maxLength(200)) });

/** What the agent remembers over a restart besides its checkpoints: whether it is paused, and which thread ran last. */
export interface AgentMemory {
  paused(): boolean;
  threadId(): string;
  setPaused(paused: boolean): Promise<void>;
  setThreadId(threadId: string): Promise<void>;
}

/** `always-on-agent.json` of the data directory. One that cannot be understood counts as paused: the person decides. */
export async function openAgentMemory(dataDir: string): Promise<AgentMemory> {
  const path = join(dataDir, 'always-on-agent.json');
  let now = await read(path);
  const inTurn = oneAtATime();

  function change(changes: Partial<typeof now>): Promise<void> {
    now = { ...now, ...changes };
    const text = `${JSON.stringify({ version: 1, ...now })}\n`;
    return inTurn(() => writePrivateFile(path, text));
  }

  return {
    paused: () => now.paused,
    threadId: () => now.threadId,
    setPaused: (paused) => change({ paused }),
    setThreadId: (threadId) => (threadId === now.threadId ? Promise.resolve() : change({ threadId })),
  };
}

async function read(path: string): Promise<{ readonly paused: boolean; readonly threadId: string }> {
  const content = await readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (content === undefined) return { paused: false, threadId: '' };
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), stored), content);
  return parsed.success ? parsed.output : { paused: true, threadId: '' };
}
