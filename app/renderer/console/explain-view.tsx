import { type ExplainKind, type Explanation } from '../../contract/console.ts';
import { formatCount } from '../format/number.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { type Params } from './console-calls.ts';
import { useConsole } from './console-session.ts';
import { PipelineGraph } from './pipeline-graph.tsx';
import { PlanTree } from './plan-tree.tsx';
import { useAsked } from './use-asked.ts';

/** The statement that is explained. */
export interface Explained {
  readonly sql: string;
  readonly params: Params;
}

interface ExplainViewProps {
  readonly target: Explained | null;
  readonly kind: ExplainKind;
  readonly onKind: (kind: ExplainKind) => void;
}

const kinds: readonly { readonly kind: ExplainKind; readonly label: string }[] = [
  { kind: 'plan', label: 'Plan' },
  { kind: 'indexes', label: 'Indexes' },
  { kind: 'pipeline', label: 'Pipeline' },
  { kind: 'estimate', label: 'Estimate' },
];

/** How the server would answer a statement, drawn. Nothing is run. */
export function ExplainView({ target, kind, onKind }: ExplainViewProps) {
  return (
    <div className="explain" data-testid="explain">
      <div className="pane-bar" role="group" aria-label="What is explained">
        {kinds.map((each) => (
          <button
            key={each.kind}
            type="button"
            className="choice"
            aria-pressed={kind === each.kind}
            data-testid={`explain-${each.kind}`}
            onClick={() => onKind(each.kind)}
          >
            {each.label}
          </button>
        ))}
        {target !== null && <code className="clip explain-sql">{target.sql.replace(/\s+/g, ' ')}</code>}
      </div>
      {target === null ? (
        <p className="pane-empty">Write a statement and press Explain to see how the server would answer it.</p>
      ) : (
        <Asked key={`${kind} ${target.sql}`} target={target} kind={kind} />
      )}
    </div>
  );
}

function Asked({ target, kind }: { target: Explained; kind: ExplainKind }) {
  const { calls } = useConsole();
  const { view } = useAsked(
    () => calls.explain(target.sql, target.params, kind),
    JSON.stringify([target.sql, target.params, kind]),
  );
  if (view.state === 'loading') return <Skeleton rows={5} />;
  if (view.state === 'failed') {
    return (
      <p className="pane-empty trouble" role="alert" data-testid="explain-problem">
        {view.problem.message}
      </p>
    );
  }
  return <Drawn explanation={view.value} />;
}

function Drawn({ explanation }: { explanation: Explanation }) {
  switch (explanation.kind) {
    case 'plan':
    case 'indexes':
      return <PlanTree root={explanation.root} />;
    case 'pipeline':
      return <PipelineGraph nodes={explanation.nodes} edges={explanation.edges} />;
    case 'estimate':
      return <Estimate tables={explanation.tables} />;
  }
}

function Estimate({ tables }: { tables: Extract<Explanation, { kind: 'estimate' }>['tables'] }) {
  if (tables.length === 0) return <p className="pane-empty">No table that the server can estimate would be read.</p>;
  return (
    <div className="explain-scroll" tabIndex={0} role="group" aria-label="Estimate">
      <table className="table">
        <thead>
          <tr>
            <th>Table</th>
            <th className="number">Parts</th>
            <th className="number">Rows</th>
            <th className="number">Marks</th>
          </tr>
        </thead>
        <tbody>
          {tables.map(({ database, table, parts, rows, marks }) => (
            <tr key={`${database}.${table}`}>
              <th scope="row">
                {database}.{table}
              </th>
              <td className="number">{formatCount(parts)}</td>
              <td className="number">{formatCount(rows)}</td>
              <td className="number">{formatCount(marks)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
