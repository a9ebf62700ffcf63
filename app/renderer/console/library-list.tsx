import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useConsole } from './console-session.ts';
import { useAsked } from './use-asked.ts';

/** The questions of the library: each opens in a tab of its own, with its parameters filled in. */
export function LibraryList({ search }: { search: string }) {
  const { calls, tabs } = useConsole();
  const { view } = useAsked(calls.library, '');
  if (view.state === 'loading') return <Skeleton rows={6} />;
  if (view.state === 'failed') return <ProblemNote problem={view.problem} />;
  const wanted = search.trim().toLowerCase();
  const found = view.value.filter(({ name, title, description, sql }) =>
    [name, title, description, sql].some((text) => text.toLowerCase().includes(wanted)),
  );
  if (found.length === 0) return <p className="empty">No query of the library holds “{search}”.</p>;
  return (
    <ul className="query-list">
      {found.map(({ name, title, description, sql, parameters }) => (
        <li key={name}>
          <button
            type="button"
            className="query-item"
            data-testid={`library-${name}`}
            onClick={() =>
              tabs.open({
                title,
                sql,
                params: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.value])),
              })
            }
          >
            <strong>{title}</strong>
            <span>{description}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
