import { formatClock, formatDay, formatHourSpan, formatLongDay, formatWeekday } from '../format/time.ts';
import { type DayRange } from '../format/day-range.ts';
import { type Bucket } from './hours.ts';
import { everyNth, hourTickColumns } from './ticks.ts';

const labelsAtMost = 10;
const hoursBetweenLabels = 4;

/** How the columns of hours or days of a range are labelled. */
export function timeTicks(
  bucket: Bucket,
  ats: readonly number[],
  { days, startHour }: Pick<DayRange, 'days' | 'startHour'>,
) {
  return {
    columnHeading: bucket === 'hour' ? 'Hour' : 'Day',
    columnTicks: bucket === 'hour' ? hourTickColumns(ats, hoursBetweenLabels, startHour) : everyNth(ats, labelsAtMost),
    formatColumn: bucket === 'hour' ? formatHourSpan : formatLongDay,
    formatColumnTick: bucket === 'day' ? formatDay : days > 2 ? formatOpeningColumn : formatClock,
  } as const;
}

/** The weekday that begins inside the column; the column itself may begin half an hour before that day. */
function formatOpeningColumn(at: number): string {
  return formatWeekday(at + 3_599_999);
}
