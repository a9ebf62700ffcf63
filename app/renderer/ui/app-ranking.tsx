import { type QuestionRow } from '../../contract/questions.ts';
import { stack } from '../charts/series.ts';
import { useColours } from '../charts/use-colours.ts';
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
  const items = useColours(series, appColours).map(({ name, total, colour }) => ({
    name,
    value: total,
    label: formatMinutes(total),
    colour,
  }));
  return <BarList items={items} testId="app-minutes-row" label="Applications by active time" />;
}
