import { rm } from 'node:fs/promises';
import type { MadeChange } from '../../contract/connect.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import { reasonOf } from '../database/file-errors.ts';
import { type AgentMemory, remember } from './connection-memory.ts';
import type { ConnectionPlan } from './connection-plan.ts';
import { backUp, readText, sha256, writeText } from './settings-text.ts';

/** What a change needs beside its plan. */
export interface ApplyDeps {
  readonly dataDir: string;
  readonly now: () => number;
}

/**
 * Makes the change of a plan: refuses when the file is another one by now, copies it, remembers what stood there,
 * writes. Remembering comes before the change and forgetting after it, so that a crash between loses nothing.
 */
export async function applyPlan(
  plan: ConnectionPlan,
  { dataDir, now }: ApplyDeps,
): Promise<Result<Pick<MadeChange, 'backup' | 'atMs'>, string>> {
  const { agent, file, before, after, memory, change } = plan;
  if (change === 'connect' && plan.state === 'not-installed') return fail(plan.message);
  const current = await readText(file);
  if (!current.ok) return fail(`${file} is not changed: ${current.error}.`);
  if (current.value !== before) {
    return fail(`${file} has changed since this was shown. Nothing was changed; look at it again.`);
  }
  const atMs = now();
  if (after === before) {
    if (change === 'disconnect') {
      const forgotten = await remember(dataDir, agent, undefined);
      if (!forgotten.ok) return forgotten;
    }
    return ok({ backup: null, atMs });
  }
  try {
    const backup = before === null || plan.putsBack ? null : await backUp(file, atMs);
    if (memory !== undefined) {
      const kept = await remember(dataDir, agent, { ...memory, exact: exactOf(plan, memory, backup) });
      if (!kept.ok) return kept;
    }
    if (after === null) await rm(file);
    else await writeText(file, after);
    if (memory === undefined) await remember(dataDir, agent, undefined);
    return ok({ backup, atMs });
  } catch (error) {
    return fail(`${file} could not be changed (${reasonOf(error)}).`);
  }
}

/** How the whole file from before is found again. A file that others changed between two of ours has none. */
function exactOf({ before, after }: ConnectionPlan, memory: AgentMemory, backup: string | null): AgentMemory['exact'] {
  if (after === null) return null;
  const afterSha256 = sha256(after);
  const chained = memory.exact;
  if (chained !== null) {
    const ours = before !== null && sha256(before) === chained.afterSha256;
    return ours ? { ...chained, afterSha256 } : null;
  }
  if (before === null || backup === null) return { afterSha256, before: null };
  return { afterSha256, before: { sha256: sha256(before), backup } };
}
