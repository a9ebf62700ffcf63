import { SearchField } from '../ui/search-field.tsx';
import { kindWords } from './kind-words.ts';
import { type PlaceFilter } from './places.ts';

interface ErrorFilterProps {
  readonly filter: PlaceFilter;
  readonly onChange: (filter: PlaceFilter) => void;
}

const kinds = ['all', 'model', 'tool', 'step'] as const;

/** Which sorts of failures the page shows, and a word to look for in them. */
export function ErrorFilter({ filter, onChange }: ErrorFilterProps) {
  return (
    <div className="error-filter">
      <div className="segments" role="group" aria-label="Sort of failure">
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            className="segment"
            aria-pressed={filter.kind === kind}
            data-testid={`kind-${kind}`}
            onClick={() => onChange({ ...filter, kind })}
          >
            {kind === 'all' ? 'All' : kindWords[kind].many}
          </button>
        ))}
      </div>
      <span className="spacer" />
      <SearchField
        value={filter.search}
        label="Search failures"
        placeholder="Name, graph or message"
        testId="errors-search"
        onChange={(search) => onChange({ ...filter, search })}
      />
    </div>
  );
}
