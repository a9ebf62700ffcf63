import { type ComponentType } from 'react';
import { type MainPlace } from '../../contract/ipc.ts';
import { ConsolePlace } from '../console/console-place.tsx';
import { type StatusView } from '../data/status-store.ts';
import { type RangeChoice } from '../format/day-range.ts';
import { Agents } from '../agents/agents.tsx';
import { AlwaysOn } from '../always-on/always-on.tsx';
import { Errors } from '../errors/errors.tsx';
import { Overview } from '../overview/overview.tsx';
import { Search } from '../search/search.tsx';
import { Settings } from '../settings/settings.tsx';
import { Sources } from '../sources/sources.tsx';
import { Timeline } from '../timeline/timeline.tsx';
import { type IconName } from '../ui/icon.tsx';

/** What every page of the main window is given. */
export interface PlaceProps {
  readonly view: StatusView;
  /** The days that the range picker shows. */
  readonly choice: RangeChoice;
  readonly onGo: (place: MainPlace) => void;
}

/** One page of the main window: how it is reached, and what draws it. */
export interface PlaceEntry {
  readonly place: MainPlace;
  readonly label: string;
  readonly icon: IconName;
  /** Pressed after G. */
  readonly key: string;
  /** Whether the range picker stands above the page. */
  readonly hasRange: boolean;
  readonly Page: ComponentType<PlaceProps>;
}

/** All pages, in the order of the side bar. */
export const places: readonly PlaceEntry[] = [
  { place: 'overview', label: 'Overview', icon: 'chart', key: 'o', hasRange: true, Page: Overview },
  { place: 'timeline', label: 'Timeline', icon: 'timeline', key: 't', hasRange: false, Page: Timeline },
  { place: 'agents', label: 'Agents', icon: 'agent', key: 'a', hasRange: true, Page: Agents },
  { place: 'always-on', label: 'Always-on agent', icon: 'eye', key: 'w', hasRange: false, Page: AlwaysOn },
  { place: 'errors', label: 'Errors', icon: 'warning', key: 'e', hasRange: true, Page: Errors },
  { place: 'search', label: 'Search', icon: 'search', key: 'f', hasRange: true, Page: Search },
  { place: 'console', label: 'Console', icon: 'terminal', key: 'c', hasRange: false, Page: ConsolePlace },
  { place: 'sources', label: 'Sources', icon: 'plug', key: 's', hasRange: false, Page: Sources },
  { place: 'settings', label: 'Settings', icon: 'sliders', key: ',', hasRange: false, Page: Settings },
];

export function entryOf(place: MainPlace): PlaceEntry {
  const entry = places.find((candidate) => candidate.place === place);
  if (entry === undefined) throw new Error(`The page ${place} has no entry.`);
  return entry;
}
