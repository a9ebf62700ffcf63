import { memo, useState } from 'react';
import { type QuestionRow } from '../../contract/questions.ts';
import { stack } from '../charts/series.ts';
import { StackedView } from '../charts/stacked-view.tsx';
import { everyNth, minuteTicks } from '../charts/ticks.ts';
import { type ChartForm, ViewToggle } from '../charts/view-toggle.tsx';
import { type Answer, hasRows } from '../data/answer.ts';
import { useSession } from '../data/session.ts';
import { type DayRange } from '../format/day-range.ts';
import { formatMinutes, formatMinuteTick } from '../format/duration.ts';
import { daysBetween, startOfDay } from '../format/local-day.ts';
import { formatDay, formatLongDay, formatWeekday } from '../format/time.ts';
import { Answered } from '../ui/answered.tsx';
import { AppRanking } from '../ui/app-ranking.tsx';
import { Card } from '../ui/card.tsx';

type Row = QuestionRow<'app-minutes-per-day'>;

interface AppMinutesCardProps {
  readonly answer: Answer<Row>;
  readonly range: DayRange;
}

const appsStacked = 7;
const appsRanked = 9;
const labelsAtMost = 10;

/** Minutes in each application: per day over several days, as a ranking for one. */
export const AppMinutesCard = memo(function AppMinutesCard({ answer, range }: AppMinutesCardProps) {
  const [form, setForm] = useState<ChartForm>('chart');
  const single = range.days === 1;
  return (
    <Card
      title="Time in apps"
      note={single ? formatLongDay(range.fromMs) : 'Active time per day'}
      testId="app-minutes"
      answers={[answer]}
      aside={!single && hasRows(answer) && <ViewToggle form={form} of="time in apps" onChange={setForm} />}
    >
      <Answered answer={answer} skeletonRows={8} empty="No app was used in these days while Hivebar was recording.">
        {(rows) =>
          single ? <AppRanking rows={rows} top={appsRanked} /> : <DaysView rows={rows} range={range} form={form} />
        }
      </Answered>
    </Card>
  );
});

function DaysView({ rows, range, form }: { rows: readonly Row[]; range: DayRange; form: ChartForm }) {
  const { appColours } = useSession();
  const ats = daysBetween(range.fromDay, range.toDay).map((day) => startOfDay(day));
  const points = rows.map((row) => ({ at: startOfDay(row.day), series: row.app, value: row.minutes }));
  const stacked = stack(points, { ats, top: appsStacked });
  return (
    <StackedView
      as={form}
      colours={appColours}
      stacked={stacked}
      label="Active time per day by app"
      columnHeading="Day"
      valueTicks={minuteTicks(Math.max(...stacked.columns.map(({ total }) => total)))}
      columnTicks={everyNth(ats, labelsAtMost)}
      formatValue={formatMinutes}
      formatTick={formatMinuteTick}
      formatColumn={formatLongDay}
      formatColumnTick={range.days <= 7 ? formatWeekday : formatDay}
    />
  );
}
