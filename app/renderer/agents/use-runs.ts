import { useState } from 'react';
import { type RunOrder } from '../../contract/agent-questions.ts';
import { type QuestionRow } from '../../contract/questions.ts';
import { type Answer } from '../data/answer.ts';
import { useQuestion } from '../data/use-question.ts';
import { type DayRange } from '../format/day-range.ts';
import { type SortedBy } from '../ui/sort-heading.tsx';
import { useRestOfRange } from './use-range-question.ts';

/** The list of runs as it is asked for, and what changes that. */
export interface Runs {
  readonly answer: Answer<QuestionRow<'agent-runs'>>;
  readonly search: string;
  readonly sorting: SortedBy<RunOrder>;
  readonly limit: number;
  readonly setSearch: (search: string) => void;
  readonly sort: (by: RunOrder) => void;
  readonly showMore: () => void;
}

const shownAtFirst = 12;
const shownMore = 100;
/** As many as the question gives. */
export const shownAtMost = 1_000;

/** What of the list a person chooses; it stands while one of the runs is looked at. */
export function useRunChoices() {
  const [search, setSearch] = useState('');
  const [sorting, setSorting] = useState<SortedBy<RunOrder>>({ by: 'started', descending: true });
  const [limit, setLimit] = useState(shownAtFirst);
  return { search, sorting, limit, setSearch, setSorting, setLimit };
}

export type RunChoices = ReturnType<typeof useRunChoices>;

export function useRuns(range: DayRange, choices: RunChoices): Runs {
  const { search, sorting, limit, setSearch, setSorting, setLimit } = choices;
  const takes = {
    from_ms: range.fromMs,
    to_ms: range.toMs,
    search: search.trim(),
    order_by: sorting.by,
    direction: sorting.descending ? 'descending' : 'ascending',
    limit,
  } as const;
  const answer = useQuestion('agent-runs', takes, useRestOfRange(range));
  return {
    answer,
    search,
    sorting,
    limit,
    setSearch,
    sort: (by) => setSorting(sorting.by === by ? { by, descending: !sorting.descending } : { by, descending: true }),
    showMore: () => setLimit(Math.min(shownAtMost, limit === shownAtFirst ? shownMore : limit + shownMore)),
  };
}
