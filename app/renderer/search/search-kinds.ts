import { type SearchKind } from '../../contract/search-questions.ts';
import { type IconName } from '../ui/icon.tsx';

interface KindWords {
  /** Of the filter. */
  readonly label: string;
  /** Of one result. */
  readonly one: string;
  readonly icon: IconName;
}

export const kindWords: Readonly<Record<SearchKind, KindWords>> = {
  window: { label: 'Windows', one: 'Window', icon: 'window' },
  screen: { label: 'Screen text', one: 'Screen text', icon: 'text' },
  message: { label: 'Messages', one: 'Message', icon: 'table' },
  tool: { label: 'Tool calls', one: 'Tool call', icon: 'plug' },
  failure: { label: 'Failures', one: 'Failure', icon: 'warning' },
};

export const searchKinds = Object.keys(kindWords) as SearchKind[];
