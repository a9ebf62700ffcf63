import { useState } from 'react';
import { HistoryList } from './history-list.tsx';
import { LibraryList } from './library-list.tsx';
import { SavedList } from './saved-list.tsx';
import { SchemaTree } from './schema-tree.tsx';

interface SidePanelProps {
  readonly onInsert: (text: string) => void;
  /** Grows whenever a query was saved. */
  readonly saves: number;
}

const parts = [
  { key: 'schema', label: 'Schema' },
  { key: 'library', label: 'Library' },
  { key: 'saved', label: 'Saved' },
  { key: 'history', label: 'History' },
] as const;

type PartKey = (typeof parts)[number]['key'];

/** What can be put into the editor: names, queries of the library, saved ones, and those that were run. */
export function SidePanel({ onInsert, saves }: SidePanelProps) {
  const [part, setPart] = useState<PartKey>('schema');
  const [search, setSearch] = useState('');
  const label = parts.find(({ key }) => key === part)?.label ?? '';
  return (
    <aside className="console-side" aria-label="Schema and queries">
      <div className="side-parts" role="group" aria-label="What is listed">
        {parts.map(({ key, label: name }) => (
          <button
            key={key}
            type="button"
            className="choice"
            aria-pressed={part === key}
            data-testid={`side-${key}`}
            onClick={() => {
              setPart(key);
              setSearch('');
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <input
        type="search"
        className="field side-search"
        placeholder={`Search ${label.toLowerCase()}`}
        aria-label={`Search ${label.toLowerCase()}`}
        value={search}
        maxLength={200}
        data-testid="side-search"
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className="side-list" data-testid={`side-list-${part}`}>
        {part === 'schema' && <SchemaTree search={search} onInsert={onInsert} />}
        {part === 'library' && <LibraryList search={search} />}
        {part === 'saved' && <SavedList search={search} saves={saves} />}
        {part === 'history' && <HistoryList search={search} />}
      </div>
    </aside>
  );
}
