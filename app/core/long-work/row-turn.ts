import type { Stop } from '../../contract/lifecycle.ts';
import { type Result, fail, ok } from '../../contract/result.ts';

/** Forgetting and repricing change the same rows and sums: whoever has the turn is alone. */
export interface RowTurn {
  /** `doing` is what the other is told meanwhile, such as "costs are being computed anew". Give back what it returns. */
  take(doing: string): Result<Stop, string>;
  /** The same, but waits for the turn, in the order of asking. */
  whenFree(doing: string): Promise<Stop>;
}

export function createRowTurn(): RowTurn {
  let holder: string | undefined;
  const waiting: (() => void)[] = [];

  function hold(doing: string): Stop {
    let held = true;
    holder = doing;
    return () => {
      if (!held) return;
      held = false;
      holder = undefined;
      waiting.shift()?.();
    };
  }
  return {
    take: (doing) => (holder === undefined ? ok(hold(doing)) : fail(`${holder}: wait until that has ended`)),
    whenFree: (doing) =>
      new Promise((settle) => {
        const go = (): void => settle(hold(doing));
        if (holder === undefined) go();
        else waiting.push(go);
      }),
  };
}
