import { type KeyLine } from '../ui/keys-dialog.tsx';
import { places } from './places.tsx';

/** Which keys do what on every page. */
export const windowKeys: readonly KeyLine[] = [
  { keys: ['1'], does: 'Show today' },
  { keys: ['2'], does: 'Show 7 days' },
  { keys: ['3'], does: 'Show 30 days' },
  ...places.map(({ key, label }) => ({ keys: ['G', key.toUpperCase()], does: `Go to ${label}` })),
  { keys: ['/'], does: 'Search' },
  { keys: ['P'], does: 'Pause or resume recording' },
  { keys: ['R'], does: 'Refresh now' },
  { keys: ['?'], does: 'Show these shortcuts' },
  { keys: ['Esc'], does: 'Close a menu or this list' },
];
