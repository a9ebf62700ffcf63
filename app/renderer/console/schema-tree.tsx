import { useState } from 'react';
import { formatCompact } from '../format/number.ts';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useConsole } from './console-session.ts';
import { filterSchema, type FoundTable } from './schema-search.ts';
import { quoteName } from './sql-scope.ts';
import { useObservable } from './use-observable.ts';

interface SchemaTreeProps {
  readonly search: string;
  readonly onInsert: (text: string) => void;
}

/** Databases, their tables, and the columns of these with types and comments; a click on a name types it. */
export function SchemaTree({ search, onInsert }: SchemaTreeProps) {
  const { catalogue } = useConsole();
  const view = useObservable(catalogue);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  if (view.state === 'loading') return <Skeleton rows={6} />;
  if (view.state === 'failed') {
    // The top of the window tells why a database is away.
    if (view.problem.kind !== 'database-down') return <ProblemNote problem={view.problem} />;
    return (
      <p className="empty" role="status" data-testid="problem">
        Waiting for the database. Its tables are listed as soon as it answers.
      </p>
    );
  }
  const databases = filterSchema(view.value, search);
  const toggle = (key: string) => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
  return (
    <>
      {databases.length === 0 && <p className="empty">No name holds “{search}”.</p>}
      <ul className="schema">
        {databases.map(({ name, tables, isFound }) => {
          // What was found is shown without a click.
          const isOpen = isFound || open.has(name);
          return (
            <li key={name}>
              <button
                type="button"
                className="schema-row"
                aria-expanded={isOpen}
                data-testid={`database-${name}`}
                onClick={() => toggle(name)}
              >
                <Icon name="chevron" />
                <strong className="clip">{name}</strong>
                <span className="schema-note">{tables.length}</span>
              </button>
              {isOpen && (
                <ul>
                  {tables.map((table) => (
                    <TableItem
                      key={table.name}
                      database={name}
                      table={table}
                      isOpen={table.isFound || open.has(`${name}.${table.name}`)}
                      onToggle={() => toggle(`${name}.${table.name}`)}
                      onInsert={onInsert}
                    />
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
      <button type="button" className="button small quiet" data-testid="reload-schema" onClick={catalogue.refresh}>
        <Icon name="refresh" />
        Read the schema again
      </button>
    </>
  );
}

interface TableItemProps {
  readonly database: string;
  readonly table: FoundTable;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onInsert: (text: string) => void;
}

function TableItem({ database, table, isOpen, onToggle, onInsert }: TableItemProps) {
  const { name, engine, rows, columns } = table;
  const fullName = `${quoteName(database)}.${quoteName(name)}`;
  return (
    <li>
      <div className="schema-line">
        <button type="button" className="schema-row" aria-expanded={isOpen} title={engine} onClick={onToggle}>
          <Icon name="chevron" />
          <span className="clip">{name}</span>
          {rows !== null && <span className="schema-note">{formatCompact(rows)}</span>}
        </button>
        <button
          type="button"
          className="schema-insert"
          aria-label={`Insert ${fullName}`}
          title={`Insert ${fullName}`}
          data-testid={`insert-${database}.${name}`}
          onClick={() => onInsert(fullName)}
        >
          <Icon name="plus" />
        </button>
      </div>
      {isOpen && (
        <ul>
          {columns.map((column) => (
            <li key={column.name}>
              <button
                type="button"
                className="schema-column"
                title={[`${column.name} ${column.type}`, column.comment].filter(Boolean).join('\n')}
                onClick={() => onInsert(quoteName(column.name))}
              >
                <span className="clip">{column.name}</span>
                <span className="schema-type clip">{column.type}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
