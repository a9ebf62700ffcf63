import { type Result, fail } from '../contract/result.ts';

/** How `hivebar` ends. These numbers are documented and stay. */
export const exitCodes = {
  /** Done, and everything is well. */
  ok: 0,
  /** Something is down, or a part of the work was refused. */
  trouble: 1,
  /** The command line was not understood. Nothing was done. */
  usage: 2,
  /** Nothing runs on the data directory, or it does not answer. */
  unreachable: 3,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Why a command ends without having done its work: one sentence that says what to do. */
export interface Failure {
  readonly exitCode: ExitCode;
  readonly message: string;
}

/** What a command answers with. */
export type Outcome = Result<ExitCode, Failure>;

/** The command line was not understood. */
export function misused(message: string): { readonly ok: false; readonly error: Failure } {
  return fail({ exitCode: exitCodes.usage, message });
}

/** Something is down or was refused. */
export function inTrouble(message: string): { readonly ok: false; readonly error: Failure } {
  return fail({ exitCode: exitCodes.trouble, message });
}

/** Nothing answers. */
export function unreached(message: string): { readonly ok: false; readonly error: Failure } {
  return fail({ exitCode: exitCodes.unreachable, message });
}
