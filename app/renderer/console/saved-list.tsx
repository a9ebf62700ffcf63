import { useState } from 'react';
import { type SavedQuery } from '../../contract/console.ts';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useConsole } from './console-session.ts';
import { useAsked } from './use-asked.ts';

/** The queries that the person saved: each opens in a tab of its own, or is deleted when that is asked for twice. */
export function SavedList({ search, saves }: { search: string; saves: number }) {
  const { calls, tabs, problem } = useConsole();
  const { view, take } = useAsked(calls.saved, String(saves));
  const [doomed, setDoomed] = useState<string | null>(null);
  if (view.state === 'loading') return <Skeleton rows={6} />;
  if (view.state === 'failed') return <ProblemNote problem={view.problem} />;
  if (view.value.length === 0) return <p className="empty">Save a query with the button above the editor.</p>;
  const wanted = search.trim().toLowerCase();
  const found = view.value.filter(({ name, sql }) => `${name} ${sql}`.toLowerCase().includes(wanted));
  if (found.length === 0) return <p className="empty">No saved query holds “{search}”.</p>;

  function remove({ id }: SavedQuery): void {
    if (doomed !== id) {
      setDoomed(id);
      return;
    }
    setDoomed(null);
    void calls.forgetSaved(id).then((answer) => {
      if (answer.ok) take(answer.value);
      else problem.set(answer.error);
    });
  }

  return (
    <ul className="query-list">
      {found.map((query) => (
        <li key={query.id} className="query-line">
          <button
            type="button"
            className="query-item"
            data-testid="saved-query"
            onClick={() => tabs.open({ title: query.name, sql: query.sql })}
          >
            <strong>{query.name}</strong>
            <code className="clip">{query.sql.replace(/\s+/g, ' ')}</code>
          </button>
          <button
            type="button"
            className={doomed === query.id ? 'button small danger' : 'icon-button'}
            aria-label={`Delete ${query.name}`}
            title={`Delete ${query.name}`}
            data-testid="forget-saved"
            onClick={() => remove(query)}
            onBlur={() => setDoomed(null)}
          >
            {doomed === query.id ? 'Delete' : <Icon name="close" />}
          </button>
        </li>
      ))}
    </ul>
  );
}
