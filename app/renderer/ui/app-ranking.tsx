import { type QuestionRow } from '../../contract/questions.ts';
import { restColour } from '../charts/colours.ts';
import { stack } from '../charts/series.ts';
import { useSession } from '../data/session.ts';
import { formatMinutes } from '../format/duration.ts';
import { BarList } from './bar-list.tsx';

interface AppRankingProps {
  readonly rows: readonly Pick<QuestionRow<'app-minutes-today'>, 'app' | 'minutes'>[];
  readonly top: number;
}

/** Applications by time, the largest first, the rest in one line. */
export function AppRanking({ rows, top }: AppRankingProps) {
  const { appColours } = useSession();
  const points = rows.map((row) => ({ at: 0, series: row.app, value: row.minutes }));
  const { series } = stack(points, { ats: [0], top });
  const colours = appColours.assign(series.filter(({ rest }) => !rest).map(({ name }) => name));
  const items = series.map(({ name, total, rest }, index) => ({
    name,
    value: total,
    label: formatMinutes(total),
    colour: rest ? restColour : (colours[index] ?? restColour),
  }));
  return <BarList items={items} testId="app-minutes-row" label="Applications by active time" />;
}
