import { availableParallelism } from 'node:os';
import type * as NodeLlamaCpp from 'node-llama-cpp';
import { type Result, fail, ok } from '../../../contract/result.ts';
import { errorCode } from '../../database/file-errors.ts';

export type LlamaLibrary = typeof NodeLlamaCpp;
export type Llama = Awaited<ReturnType<LlamaLibrary['getLlama']>>;

export interface LoadedLibrary {
  readonly library: LlamaLibrary;
  readonly llama: Llama;
}

/** The first Node that can read the library's own files: it imports JSON with attributes. */
const oldestNode = [20, 10] as const;

/** A sentence when this runtime cannot load the library, which needs a newer Node than old versions of Electron have. */
export function runtimeProblem({ node, electron }: { readonly node: string; readonly electron?: string | undefined }) {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return undefined;
  const here = electron === undefined ? `Node ${node}` : `Electron ${electron} with Node ${node}`;
  return `This runtime is too old for models in process: they need Node ${oldestNode.join('.')}, this is ${here}.`;
}

/**
 * Loads llama.cpp, at the first use: it is machine code of some ten megabytes that most starts never need. Nothing is
 * built or fetched for it. The error is a sentence.
 */
export async function loadLlama(platform: 'darwin' | 'linux'): Promise<Result<LoadedLibrary, string>> {
  const tooOld = runtimeProblem(process.versions);
  if (tooOld !== undefined) return fail(tooOld);
  try {
    const library = await import('node-llama-cpp');
    const llama = await library.getLlama({
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: library.LlamaLogLevel.disabled,
      // Threads of llama.cpp spin while they wait for each other: with more of them than free cores a token takes
      // seconds, and an observer has no claim on the whole machine.
      maxThreads: Math.max(1, Math.floor(availableParallelism() / 2)),
      // Metal is in every build for macOS; elsewhere the builds for graphics cards are not installed.
      gpu: platform === 'darwin' ? 'auto' : false,
    });
    return ok({ library, llama });
  } catch (error) {
    return fail(
      errorCode(error) === 'ERR_MODULE_NOT_FOUND'
        ? 'This installation has no llama.cpp, so no model can run in process.'
        : 'llama.cpp could not be started on this machine: it has no build for it.',
    );
  }
}
