import { type MainPlace } from '../../contract/ipc.ts';
import { type IconName } from '../ui/icon.tsx';

/** The page of the main window that tells more about each section. */
export const detailPlaces = {
  now: 'overview',
  today: 'timeline',
  cost: 'agents',
  failures: 'errors',
  agent: 'always-on',
  recorder: 'sources',
} as const satisfies Record<string, MainPlace>;

/** The pages that the foot of the popover leads to. */
export const footPlaces: readonly { readonly place: MainPlace; readonly label: string; readonly icon: IconName }[] = [
  { place: 'overview', label: 'Open overview', icon: 'chart' },
  { place: 'settings', label: 'Settings', icon: 'sliders' },
];
