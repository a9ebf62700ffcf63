import { useEffect, useState } from 'react';
import { formatMoment } from '../format/time.ts';
import { formatCounted } from '../format/number.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { useConsole } from './console-session.ts';
import { formatRunTime } from './run-words.ts';
import { useAsked } from './use-asked.ts';

const glyphs = { done: 'ok', failed: 'failing', cancelled: 'unavailable' } as const;

/** What was run, the newest first; each opens in a tab of its own. */
export function HistoryList({ search }: { search: string }) {
  const { calls, tabs, runs } = useConsole();
  const [ended, setEnded] = useState(0);
  useEffect(() => runs.onEnd(() => setEnded((before) => before + 1)), [runs]);
  const { view } = useAsked(() => calls.history(search.trim()), `${ended} ${search.trim()}`);
  if (view.state === 'loading') return <Skeleton rows={6} />;
  if (view.state === 'failed') return <ProblemNote problem={view.problem} />;
  if (view.value.length === 0) {
    return (
      <p className="empty">
        {search === '' ? 'What you run is listed here.' : `Nothing that was run holds “${search}”.`}
      </p>
    );
  }
  return (
    <ul className="query-list">
      {view.value.map(({ id, atMs, sql, state, durationMs, rows, mode, error }) => (
        <li key={id}>
          <button
            type="button"
            className="query-item"
            title={error === '' ? sql.slice(0, 500) : error}
            data-testid="history-entry"
            onClick={() => tabs.open({ sql })}
          >
            <code className="query-text">{sql.replace(/\s+/g, ' ').slice(0, 160)}</code>
            <span className="query-facts">
              <StateGlyph state={glyphs[state]} />
              <span className="visually-hidden">{state},</span>
              {formatMoment(atMs)} · {formatRunTime(durationMs)}
              {state === 'done' && ` · ${formatCounted(rows, 'row', 'rows')}`}
              {mode === 'write' && <strong className="write-word"> write</strong>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
