import type { ForgetOutcome, ForgetPlan, ForgetProgress, ForgetScope } from '../contract/forget.ts';
import type { Stop } from '../contract/lifecycle.ts';
import type { Result } from '../contract/result.ts';

/** Forgetting what was recorded, as the doors see it. Needs the database; errors are sentences. */
export interface ForgetFace {
  /** Counts what would go. Changes nothing. */
  plan(scope: ForgetScope): Promise<Result<ForgetPlan, string>>;
  /** Deletes it everywhere, with `copies` the backups and restored databases that may hold it too, and counts again; refuses while another one runs. */
  run(scope: ForgetScope, how: { readonly copies: boolean }): Promise<Result<ForgetOutcome, string>>;
  /** Ends a running one after the table that it is at; nothing happens when none runs. */
  cancel(): void;
  onProgress(listener: (progress: ForgetProgress) => void): Stop;
}
