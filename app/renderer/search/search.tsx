import { useMemo, useRef, useState } from 'react';
import { type SearchKind } from '../../contract/search-questions.ts';
import { useDayStart } from '../data/use-day-start.ts';
import { useNow } from '../data/use-now.ts';
import { resolveRange } from '../format/day-range.ts';
import { type PlaceProps } from '../main-window/places.tsx';
import { Icon } from '../ui/icon.tsx';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { KindFilter } from './kind-filter.tsx';
import { ScreenTextCard } from './screen-text-card.tsx';
import { SearchResults } from './search-results.tsx';
import { wordsOf } from './search-words.ts';
import { searchKinds } from './search-kinds.ts';

const minuteMs = 60_000;

/** One search over all that was recorded in the days that are shown. */
export function Search({ choice }: Pick<PlaceProps, 'choice'>) {
  const nowMs = useNow(minuteMs);
  const startHour = useDayStart();
  const range = useMemo(() => resolveRange(choice, nowMs, startHour), [choice, nowMs, startHour]);
  const [typed, setTyped] = useState('');
  const [kinds, setKinds] = useState<readonly SearchKind[]>(searchKinds);
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => field.current?.select() });
  const words = wordsOf(typed);

  return (
    <>
      <div className="search-head" role="search">
        <div className="search-field">
          <Icon name="search" />
          <input
            ref={field}
            type="search"
            autoFocus
            spellCheck={false}
            aria-label="Search in all that was recorded"
            placeholder="Search windows, screen text, messages, tool calls and failures"
            value={typed}
            data-testid="search-field"
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setTyped('');
            }}
          />
          <kbd aria-hidden="true">/</kbd>
        </div>
        <KindFilter kinds={kinds} onChange={setKinds} />
      </div>
      <SearchResults words={words} kinds={kinds} range={range} />
      <ScreenTextCard />
    </>
  );
}
