import { withRows } from '../data/answer.ts';
import { useOpenTime } from '../data/use-open-time.ts';
import { useQuestion } from '../data/use-question.ts';
import { formatMinutes } from '../format/duration.ts';
import { localZone } from '../format/time.ts';
import { Answered } from '../ui/answered.tsx';
import { AppRanking } from '../ui/app-ranking.tsx';
import { Section } from './section.tsx';

const appsShown = 5;
const stepMs = 1_000;

/** Where today went. */
export function TodaySection() {
  const zone = localZone();
  const stored = useQuestion('app-minutes-today', { tz: zone });
  const live = useOpenTime(stored.state === 'ready' ? stored.rows : null, stepMs);
  const minutes = withRows(stored, live);
  const presence = useQuestion('presence-today', { tz: zone });
  const total = minutes.state === 'ready' ? minutes.rows.reduce((sum, row) => sum + row.minutes, 0) : null;
  const away = presence.state === 'ready' ? awayMinutes(presence.rows) : 0;
  return (
    <Section
      title="Today"
      testId="today"
      detail="today"
      aside={
        total !== null &&
        total > 0 && (
          <>
            <span className="card-figure figures" data-testid="active-total">
              {formatMinutes(total)}
            </span>
            {away >= 1 && <span className="card-note figures">{formatMinutes(away)} away</span>}
          </>
        )
      }
    >
      <Answered answer={minutes} skeletonRows={4} empty="Apps appear here as you use them.">
        {(rows) => <AppRanking rows={rows} top={appsShown} />}
      </Answered>
    </Section>
  );
}

function awayMinutes(rows: readonly { state: string; minutes: number }[]): number {
  return rows.reduce((sum, { state, minutes }) => (state === 'idle' || state === 'locked' ? sum + minutes : sum), 0);
}
