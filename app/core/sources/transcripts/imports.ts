import type { AgentName, ImportProgress } from '../../../contract/imports.ts';
import type { Stop } from '../../../contract/lifecycle.ts';
import { type Result, fail, ok } from '../../../contract/result.ts';
import { agentTitles } from './import-count.ts';
import { type ImportDeps, importTranscripts } from './import-transcripts.ts';

export interface ImportStart {
  readonly path?: string | undefined;
  /** Cancels the import, as `cancel` does. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** The imports of this process: of each agent one at a time, and the last of each that ended. */
export interface Imports {
  /** Settles with how the import ended; the failure says why it was not begun. */
  start(agent: AgentName, start?: ImportStart): Result<Promise<ImportProgress>, string>;
  /** True when there was one to cancel. */
  cancel(agent: AgentName): boolean;
  progress(): ImportProgress[];
  /** Cancels all and waits until they have ended. */
  readonly stop: Stop;
}

export function createImports(deps: ImportDeps): Imports {
  const running = new Map<AgentName, { readonly cancel: AbortController; readonly ended: Promise<unknown> }>();
  const latest = new Map<AgentName, ImportProgress>();
  let isStopped = false;

  return {
    start(agent, { path, signal, onProgress } = {}) {
      if (isStopped) return fail('Hivebar is stopping.');
      if (running.has(agent)) return fail(`An import of ${agentTitles[agent]} is running already.`);
      const cancel = new AbortController();
      const onAbort = () => cancel.abort();
      if (signal?.aborted === true) onAbort();
      signal?.addEventListener('abort', onAbort);
      const ended = importTranscripts(deps, {
        agent,
        path,
        signal: cancel.signal,
        onProgress: (progress) => {
          latest.set(agent, progress);
          onProgress?.(progress);
        },
      }).finally(() => {
        running.delete(agent);
        signal?.removeEventListener('abort', onAbort);
      });
      running.set(agent, { cancel, ended });
      return ok(ended);
    },
    cancel(agent) {
      const run = running.get(agent);
      run?.cancel.abort();
      return run !== undefined;
    },
    progress: () => [...latest.values()],
    stop: async () => {
      isStopped = true;
      const runs = [...running.values()];
      for (const { cancel } of runs) cancel.abort();
      await Promise.all(runs.map(({ ended }) => ended));
    },
  };
}
