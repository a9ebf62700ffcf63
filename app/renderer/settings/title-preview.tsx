import { useEffect, useState } from 'react';
import { type TitleMatches } from '../../contract/settings-calls.ts';
import { type Result } from '../../contract/result.ts';
import { type Problem } from '../data/problem.ts';
import { formatCount } from '../format/number.ts';
import { useSettingsCalls } from './settings-calls.ts';

/** Typing goes on for a while; the titles are counted when it rests. */
const restMs = 250;

/** How many recorded titles a pattern would have kept out. */
export function TitlePreview({ pattern }: { pattern: string }) {
  const calls = useSettingsCalls();
  const [answer, setAnswer] = useState<{ pattern: string; found: Result<TitleMatches, Problem> } | null>(null);
  useEffect(() => {
    let left = false;
    const timer = setTimeout(() => {
      void calls.titleMatches(pattern).then((found) => {
        if (!left) setAnswer({ pattern, found });
      });
    }, restMs);
    return () => {
      left = true;
      clearTimeout(timer);
    };
    // The calls are the same ones at every drawing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [pattern]);
  return (
    <p className="setting-help" role="status" data-testid="title-preview">
      {answer?.pattern !== pattern ? 'Counting the titles of the last 7 days …' : wordsOf(answer.found)}
    </p>
  );
}

function wordsOf(found: Result<TitleMatches, Problem>): string {
  if (!found.ok) return `How many titles it matches is not known now: ${found.error.message}`;
  const { titles, matching, complete, tooSlow } = found.value;
  if (tooSlow) return 'This takes too long on some titles; such windows would not be recorded. Simplify it.';
  if (titles === 0) return 'No title was recorded in the last 7 days to compare with.';
  const among = `${complete ? '' : 'the most frequent '}${formatCount(titles)} titles of the last 7 days`;
  return `Matches ${formatCount(matching)} of ${among}. What is recorded already stays.`;
}
