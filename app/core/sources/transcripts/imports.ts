import { isAbsolute } from 'node:path';
import { type AgentName, type ImportProgress, agentTitles } from '../../../contract/imports.ts';
import type { Stop } from '../../../contract/lifecycle.ts';
import { type Result, fail, ok, unreachable } from '../../../contract/result.ts';
import type { Importer } from '../../connect/agents.ts';
import type { WorkHandle, WorkList } from '../../long-work/work-list.ts';
import { type ImportDeps, importTranscripts } from './import-transcripts.ts';

export interface ImportRun {
  readonly path?: string | undefined;
  /** Cancels the import, as `cancel` does. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** The imports of this process: of each agent one at a time. `progress()` has the last of each, the newest first. */
export interface Imports extends Importer {
  /** Settles with how the import ended; the failure says why it was not begun. */
  run(agent: AgentName, run?: ImportRun): Result<Promise<ImportProgress>, string>;
  /** Cancels all and waits until they have ended. */
  readonly stop: Stop;
}

export function createImports(deps: ImportDeps & { readonly work: WorkList }): Imports {
  const running = new Map<AgentName, { readonly cancel: AbortController; readonly ended: Promise<unknown> }>();
  const latest = new Map<AgentName, ImportProgress>();
  let isStopped = false;

  function run(agent: AgentName, { path, signal, onProgress }: ImportRun = {}): ReturnType<Imports['run']> {
    if (isStopped) return fail('Hivebar is stopping.');
    if (running.has(agent)) return fail(`An import of ${agentTitles[agent]} is running already.`);
    if (path !== undefined && !isAbsolute(path)) return fail('The path to import from has to be an absolute one.');
    const cancel = new AbortController();
    const onAbort = () => cancel.abort();
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener('abort', onAbort);
    // Its place among the newest.
    latest.delete(agent);
    const item = deps.work.begin({
      kind: 'import',
      title: `Import of ${agentTitles[agent]}`,
      unit: 'bytes',
      message: 'Looking for session files.',
      cancel: onAbort,
    });
    const ended = importTranscripts(deps, {
      agent,
      path,
      signal: cancel.signal,
      onProgress: (progress) => {
        latest.set(agent, progress);
        tellWork(item, progress);
        onProgress?.(progress);
      },
    }).finally(() => {
      running.delete(agent);
      signal?.removeEventListener('abort', onAbort);
    });
    running.set(agent, { cancel, ended });
    return ok(ended);
  }

  return {
    run,
    start(agent, path) {
      const begun = run(agent, { path });
      const progress = latest.get(agent);
      if (!begun.ok) return Promise.resolve(begun);
      return progress === undefined ? begun.value.then(ok) : Promise.resolve(ok(progress));
    },
    async cancel(agent) {
      const found = running.get(agent);
      found?.cancel.abort();
      await found?.ended;
    },
    progress: () => [...latest.values()].reverse(),
    stop: async () => {
      isStopped = true;
      const runs = [...running.values()];
      for (const { cancel } of runs) cancel.abort();
      await Promise.all(runs.map(({ ended }) => ended));
    },
  };
}

function tellWork(
  item: WorkHandle,
  { state, bytesDone, bytesTotal, message, rowsAdded, rowsKnown }: ImportProgress,
): void {
  const rows = `${rowsAdded} events added, ${rowsKnown} known already.`;
  switch (state) {
    case 'running':
      item.update({ done: bytesDone, total: bytesTotal === 0 ? null : bytesTotal, message });
      break;
    case 'finished':
      item.finish(`${message} ${rows}`);
      break;
    case 'cancelled':
      item.cancelled(`${message} ${rows}`);
      break;
    case 'failed':
      item.fail(message);
      break;
    default:
      unreachable(state);
  }
}
