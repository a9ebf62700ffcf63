import type { ForgetFace } from '../core/forget-face.ts';
import type { CallHandlers } from './calls.ts';

/** The calls that delete recordings. */
export function forgetCalls(forgetting: ForgetFace): Pick<CallHandlers, 'forgetPlan' | 'forget' | 'cancelForget'> {
  return {
    forgetPlan: (scope) => forgetting.plan(scope),
    forget: ({ scope, copies }) => forgetting.run(scope, { copies }),
    cancelForget: () => forgetting.cancel(),
  };
}
