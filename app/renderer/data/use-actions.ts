import { useSyncExternalStore } from 'react';
import { type Problem } from './problem.ts';
import { type Actions, useSession } from './session.ts';

/** What a person can set off from any view. */
export function useActions(): Actions {
  return useSession().actions;
}

/** Why the last action failed, or null. */
export function useActionProblem(): Problem | null {
  const { actions } = useSession();
  return useSyncExternalStore(actions.subscribe, actions.problem);
}
