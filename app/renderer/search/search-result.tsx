import { type QuestionRow } from '../../contract/questions.ts';
import { useNow } from '../data/use-now.ts';
import { formatAgo } from '../format/duration.ts';
import { formatCount } from '../format/number.ts';
import { formatMoment } from '../format/time.ts';
import { Icon } from '../ui/icon.tsx';
import { kindWords } from './search-kinds.ts';
import { partsOf } from './search-words.ts';

const minuteMs = 60_000;

/** One find: what it is, when, and the words in their place. */
export function SearchResult({ row, words }: { row: QuestionRow<'search'>; words: readonly string[] }) {
  const nowMs = useNow(minuteMs);
  const { kind, ts_ms, times, app, title, failed, excerpt } = row;
  const { one, icon } = kindWords[kind];
  const name = title === '' ? app : title;
  return (
    <li className="search-row" data-testid="search-row" data-kind={kind}>
      <span className="search-icon" title={one}>
        <Icon name={icon} />
        <span className="visually-hidden">{one}</span>
      </span>
      <div className="search-what">
        <p className="search-title">
          <Marked text={name} words={words} />
          {app !== '' && app !== name && <span className="search-app"> in {app}</span>}
          {failed === 1 && <span className="search-failed"> failed</span>}
        </p>
        {excerpt !== name && (
          <p className="search-excerpt">
            <Marked text={excerpt} words={words} />
          </p>
        )}
      </div>
      <div className="search-when figures">
        <time dateTime={new Date(ts_ms).toISOString()} title={formatMoment(ts_ms)}>
          {formatAgo(Math.max(0, nowMs - ts_ms))}
        </time>
        {times > 1 && <span>{formatCount(times)} times</span>}
      </div>
    </li>
  );
}

function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return partsOf(text, words).map(({ text: part, isHit }, index) =>
    isHit ? <mark key={index}>{part}</mark> : <span key={index}>{part}</span>,
  );
}
