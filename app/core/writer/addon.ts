import type { SeqchAddon, SeqchError } from '../../../native/addon/seqch.d.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { WriterError } from './writer-error.ts';

const supportedAbi = 1;

/** Loads `seqch.node`. Not by `require`, which a bundler would try to follow. */
export function loadAddon(path: string): Result<SeqchAddon, WriterError> {
  const holder: { exports: Partial<SeqchAddon> } = { exports: {} };
  try {
    process.dlopen(holder, path);
  } catch (error) {
    return fail({ kind: 'addon', path, reason: error instanceof Error ? error.message : String(error) });
  }
  const abi = holder.exports.abiVersion?.();
  if (abi !== supportedAbi) {
    return fail({ kind: 'addon', path, reason: `It has interface version ${String(abi)}, ${supportedAbi} is needed.` });
  }
  return ok(holder.exports as SeqchAddon);
}

/** Tells an error value from a handle or a list. */
export function isSeqchError(value: object | undefined): value is SeqchError {
  return value !== undefined && 'code' in value && 'message' in value;
}
