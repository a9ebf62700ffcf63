import { type SearchKind } from '../../contract/search-questions.ts';
import { Icon } from '../ui/icon.tsx';
import { kindWords, searchKinds } from './search-kinds.ts';

interface KindFilterProps {
  readonly kinds: readonly SearchKind[];
  readonly onChange: (kinds: readonly SearchKind[]) => void;
}

/** What is searched; the last kind cannot be taken away. */
export function KindFilter({ kinds, onChange }: KindFilterProps) {
  function toggle(kind: SearchKind): void {
    const next = searchKinds.filter((each) => kinds.includes(each) !== (each === kind));
    onChange(next.length === 0 ? searchKinds : next);
  }
  return (
    <div className="kind-filter" role="group" aria-label="What is searched">
      {searchKinds.map((kind) => (
        <button
          key={kind}
          type="button"
          className="kind-button"
          aria-pressed={kinds.includes(kind)}
          data-testid={`kind-${kind}`}
          onClick={() => toggle(kind)}
        >
          <Icon name={kindWords[kind].icon} />
          {kindWords[kind].label}
        </button>
      ))}
    </div>
  );
}
