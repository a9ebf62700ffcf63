import { useMemo } from 'react';
import { type QuestionRow } from '../../contract/questions.ts';
import { type Answer, withRows } from '../data/answer.ts';
import { useOpenTime } from '../data/use-open-time.ts';
import { type DayRange } from '../format/day-range.ts';
import { dayOf } from '../format/local-day.ts';

type Row = QuestionRow<'app-minutes-per-day'>;

const oneDayStepMs = 5_000;
/** Charts of many days are costly to draw, and seconds do not show in them. */
const manyDaysStepMs = 30_000;

/** Minutes per day, with the open segment among those of today if that is in the range. */
export function useLiveDays(answer: Answer<Row>, range: DayRange, nowMs: number): Answer<Row> {
  const today = dayOf(nowMs, range.startHour);
  const rows = answer.state === 'ready' && !answer.outdated ? answer.rows : null;
  const inRange = range.fromDay <= today && today <= range.toDay;
  const stored = useMemo(
    () => (inRange ? (rows?.filter((row) => row.day === today) ?? null) : null),
    [rows, today, inRange],
  );
  const live = useOpenTime(stored, range.days === 1 ? oneDayStepMs : manyDaysStepMs);
  return useMemo(() => {
    if (rows === null || live === null) return answer;
    const before = rows.filter((row) => row.day !== today);
    return withRows(answer, [...before, ...live.map((row) => ({ ...row, day: today }))]);
  }, [answer, rows, live, today]);
}
