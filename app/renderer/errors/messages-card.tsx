import { useEffect, useRef, useState } from 'react';
import { type MainPlace } from '../../contract/ipc.ts';
import { type QuestionRow } from '../../contract/questions.ts';
import { useNow } from '../data/use-now.ts';
import { useQuestion } from '../data/use-question.ts';
import { type DayRange } from '../format/day-range.ts';
import { formatAgo } from '../format/duration.ts';
import { formatCounted } from '../format/number.ts';
import { formatMoment } from '../format/time.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { Icon } from '../ui/icon.tsx';
import { kindWords } from './kind-words.ts';
import { Occurrences } from './occurrences.tsx';
import { type FailingPlace, placeName } from './places.ts';

interface MessagesCardProps {
  readonly place: FailingPlace;
  readonly range: DayRange;
  readonly onClose: () => void;
  readonly onGo: (place: MainPlace) => void;
}

const messagesAtMost = 50;

/** What one place failed with: alike messages together, the last first. */
export function MessagesCard({ place, range, onClose, onGo }: MessagesCardProps) {
  const asked = {
    from_ms: range.fromMs,
    to_ms: range.toMs,
    kind: place.kind,
    graph_name: place.graph,
    name: place.name,
  };
  const answer = useQuestion('error-messages', { ...asked, limit: messagesAtMost });
  const frame = useRef<HTMLDivElement>(null);
  // It opens below a table that may be long.
  useEffect(() => frame.current?.scrollIntoView({ block: 'nearest' }), [answer.state]);
  return (
    <div ref={frame}>
      <Card
        title={`Messages of ${placeName(place)}`}
        note={`${kindWords[place.kind].one}${place.graph === '' || place.kind === 'step' ? '' : ` in ${place.graph}`}. Messages that differ in numbers and ids only are one.`}
        testId="messages"
        answers={[answer]}
        aside={
          <button type="button" className="icon-button" aria-label="Close messages" onClick={onClose}>
            <Icon name="close" />
          </button>
        }
      >
        <Answered answer={answer} skeletonRows={4} empty="Nothing failed there in these days.">
          {(rows) => (
            <ul className="messages">
              {rows.map((row) => (
                <Message key={row.pattern} row={row} asked={asked} onGo={onGo} />
              ))}
            </ul>
          )}
        </Answered>
      </Card>
    </div>
  );
}

interface MessageProps {
  readonly row: QuestionRow<'error-messages'>;
  readonly asked: Parameters<typeof Occurrences>[0]['asked'];
  readonly onGo: (place: MainPlace) => void;
}

function Message({ row, asked, onGo }: MessageProps) {
  const nowMs = useNow();
  const [open, setOpen] = useState(false);
  return (
    <li className="message" data-testid="message">
      <p className="message-text problem-detail">
        {row.last_message === '' ? 'No message was told.' : row.last_message}
      </p>
      <p className="message-facts">
        <button type="button" className="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {formatCounted(row.errors, 'time', 'times')}
        </button>
        {row.threads > 0 && <span>in {formatCounted(row.threads, 'run', 'runs')}</span>}
        {row.error_type !== '' && row.error_type !== row.last_message && <span>{row.error_type}</span>}
        <time dateTime={new Date(row.last_ts_ms).toISOString()} title={formatMoment(row.last_ts_ms)}>
          last {formatAgo(nowMs - row.last_ts_ms)}
        </time>
      </p>
      {open && <Occurrences asked={asked} pattern={row.pattern} onGo={onGo} />}
    </li>
  );
}
