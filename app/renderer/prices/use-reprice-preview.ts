import { useEffect, useState } from 'react';
import { type RepricePreview, repriceChannels } from '../../contract/reprice.ts';
import { type Result } from '../../contract/result.ts';
import { settle } from '../data/bridge.ts';
import { type Problem } from '../data/problem.ts';
import { useSession } from '../data/session.ts';

/** What repricing would change, of the choice made last; null until that is known. */
export function useRepricePreview(all: boolean): Result<RepricePreview, Problem> | null {
  const { calls } = useSession();
  const [answer, setAnswer] = useState<{ all: boolean; result: Result<RepricePreview, Problem> } | null>(null);
  useEffect(() => {
    let isWanted = true;
    void settle(calls.send(repriceChannels.repricePreview, { all })).then((result) => {
      if (isWanted) setAnswer({ all, result });
    });
    return () => {
      isWanted = false;
    };
  }, [calls, all]);
  return answer?.all === all ? answer.result : null;
}
