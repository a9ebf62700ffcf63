import { formatClock, formatDay, formatHourSpan, formatLongDay, formatWeekday } from '../format/time.ts';
import { type Bucket } from './hours.ts';
import { everyNth, hourTickColumns } from './ticks.ts';

const labelsAtMost = 10;
const hoursBetweenLabels = 4;

/** How the columns of hours or days of a range are labelled. */
export function timeTicks(bucket: Bucket, ats: readonly number[], days: number) {
  return {
    columnHeading: bucket === 'hour' ? 'Hour' : 'Day',
    columnTicks: bucket === 'hour' ? hourTickColumns(ats, hoursBetweenLabels) : everyNth(ats, labelsAtMost),
    formatColumn: bucket === 'hour' ? formatHourSpan : formatLongDay,
    formatColumnTick: bucket === 'day' ? formatDay : days > 2 ? formatMidnightColumn : formatClock,
  } as const;
}

/** The weekday that begins inside the column; the column itself may begin half an hour before midnight. */
function formatMidnightColumn(at: number): string {
  return formatWeekday(at + 3_599_999);
}
