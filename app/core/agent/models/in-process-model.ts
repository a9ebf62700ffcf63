import { basename } from 'node:path';
import { type Result, fail, ok } from '../../../contract/result.ts';
import type { Stop } from '../../../contract/lifecycle.ts';
import type { Host } from '../../host.ts';
import { oneAtATime } from '../../one-at-a-time.ts';
import { followSignals } from './follow-signals.ts';
import { inspectGguf } from './gguf-file.ts';
import { type LlamaModel, loadModel } from './llama-model.ts';
import { type LoadedLibrary, loadLlama, runtimeProblem } from './llama-runtime.ts';
import type { AskableModel, Asking, ModelAnswer, ModelFailure, ModelTarget, Question } from './model-types.ts';

export interface InProcessDeps extends Pick<Host, 'clock' | 'platform'> {
  /** The model file, absolute. */
  readonly file: string;
  readonly onChange: () => void;
  /** So long without a question, and the model leaves memory again. */
  readonly unloadAfterMs?: number;
  /** The versions that this process tells of itself. */
  readonly versions?: { readonly node: string; readonly electron?: string | undefined };
}

/** A model in this process, loaded from a file when it is first asked. */
export interface InProcessModel extends AskableModel {
  /** Looks at the file again. */
  refresh(): Promise<void>;
  /** Ends what runs and frees the memory. */
  stop(): Promise<void>;
}

const usualUnloadAfterMs = 300_000;

/**
 * One inference at a time, others wait for their turn; whoever gives up waiting leaves the line. A file that could not be
 * loaded is not tried again until it is another one.
 */
export function openInProcessModel(deps: InProcessDeps): InProcessModel {
  const { clock, file, unloadAfterMs = usualUnloadAfterMs } = deps;
  const model = basename(file).replace(/\.gguf$/i, '');
  const tooOld = runtimeProblem(deps.versions ?? process.versions);
  const ending = new AbortController();
  let problem = tooOld;
  let version = '';
  let broken: { readonly version: string; readonly reason: string } | undefined;
  let engine: LoadedLibrary | undefined;
  let loaded: LlamaModel | undefined;
  let stopIdling: Stop | undefined;
  const inTurn = oneAtATime();

  function target(): ModelTarget {
    const readiness = problem !== undefined ? 'down' : loaded === undefined ? 'cold' : 'ready';
    const message = problem ?? `${file}, ${loaded === undefined ? 'loaded when it is asked' : 'in memory'}.`;
    return {
      provider: 'llama.cpp',
      model,
      route: 'local',
      readiness,
      contextTokens: loaded?.contextTokens ?? null,
      message,
    };
  }

  async function refresh(): Promise<void> {
    if (tooOld !== undefined) return;
    const found = await inspectGguf(file);
    const before = problem;
    if (found.ok) {
      if (broken?.version !== found.value.version) broken = undefined;
      if (loaded !== undefined && version !== found.value.version) await inTurn(unload);
      version = found.value.version;
    }
    problem = found.ok ? broken?.reason : found.error;
    if (problem !== before) deps.onChange();
  }

  async function unload(): Promise<void> {
    void stopIdling?.();
    stopIdling = undefined;
    const leaving = loaded;
    loaded = undefined;
    if (leaving === undefined) return;
    await leaving.dispose();
    deps.onChange();
  }

  async function load(signal: AbortSignal): Promise<Result<LlamaModel, string>> {
    if (loaded !== undefined) return ok(loaded);
    const opened = await open(signal);
    if (opened.ok) loaded = opened.value;
    else broken = { version, reason: opened.error };
    return opened;
  }

  async function open(signal: AbortSignal): Promise<Result<LlamaModel, string>> {
    if (engine === undefined) {
      const started = await loadLlama(deps.platform);
      if (!started.ok) return started;
      engine = started.value;
    }
    return loadModel(engine, file, signal);
  }

  async function answer(question: Question, asking: Asking): Promise<Result<ModelAnswer, ModelFailure>> {
    void stopIdling?.();
    try {
      asking.signal.throwIfAborted();
      const ready = await load(asking.signal);
      if (!ready.ok) {
        problem = ready.error;
        return fail({ kind: 'unavailable', message: ready.error, statusCode: 0 });
      }
      deps.onChange();
      return await ready.value.answer(question, asking);
    } catch (error) {
      if (asking.signal.aborted) return fail(interrupted);
      throw error;
    } finally {
      if (loaded !== undefined) stopIdling = clock.after(unloadAfterMs, () => void inTurn(unload));
    }
  }

  return {
    get target() {
      return target();
    },
    refresh,
    async ask(question, asking) {
      if (problem !== undefined) return fail({ kind: 'unavailable', message: problem, statusCode: 0 });
      const { signal, unfollow } = followSignals([asking.signal, ending.signal]);
      let begun = false;
      const mine = inTurn(() => {
        begun = true;
        return answer(question, { ...asking, signal });
      });
      // Who waits in line may leave at once; what runs is waited for, so that it has really ended.
      const left = new Promise<Result<never, ModelFailure>>((resolve) => {
        signal.addEventListener('abort', () => {
          if (!begun) resolve(fail(interrupted));
        });
      });
      return Promise.race([mine, left]).finally(unfollow);
    },
    async stop() {
      ending.abort();
      await inTurn(unload);
      await engine?.llama.dispose();
      engine = undefined;
    },
  };
}

const interrupted: ModelFailure = { kind: 'interrupted', message: 'The question was taken back.', statusCode: 0 };
