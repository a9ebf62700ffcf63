import { isDeepStrictEqual } from 'node:util';
import type { ConnectionState } from '../../contract/connect.ts';
import { unreachable } from '../../contract/result.ts';
import { collectorUrl } from './collector.ts';
import { connectEdits } from './connect-edits.ts';
import type { OpenSettings } from './open-settings.ts';

/** How an agent's settings stand to Hivebar. */
export type Standing =
  | { readonly state: Exclude<ConnectionState, 'connected-elsewhere' | 'partly' | 'unreadable'> }
  | { readonly state: 'connected-elsewhere'; readonly where: string }
  | { readonly state: 'partly'; readonly missing: number };

export function standingOf(settings: OpenSettings): Standing {
  const { spec, wish, section, installed } = settings;
  if (!installed) return { state: 'not-installed' };
  const missing = connectEdits(settings).length;
  if (missing === 0) return { state: 'connected' };
  // Hivebar's own settings from before, such as those with a former port, are no other collector.
  if (isWhatWeWrote(settings)) return { state: 'partly', missing };
  const where = spec.elsewhere(section, wish.collector);
  if (where !== undefined) return { state: 'connected-elsewhere', where };
  return leadsHere(settings) ? { state: 'partly', missing } : { state: 'not-connected' };
}

/** One sentence for the person. */
export function describeStanding({ spec, wish, home }: OpenSettings, standing: Standing): string {
  const { title } = spec;
  switch (standing.state) {
    case 'connected':
      return `${title} reports to Hivebar at 127.0.0.1:${wish.collector.port}.`;
    case 'connected-elsewhere':
      return (
        `${title} reports to ${standing.where}. Connecting replaces that: nothing of ${title} goes there any more, ` +
        'until you disconnect.'
      );
    case 'partly': {
      const settings = standing.missing === 1 ? '1 setting is' : `${standing.missing} settings are`;
      return `${title} was led to Hivebar, but ${settings} not as needed now. Connect again to set them right.`;
    }
    case 'not-connected':
      return `${title} does not report to Hivebar.`;
    case 'not-installed':
      return `${title} has not run here: there is no ${home}. Start it once, then connect it.`;
    default:
      return unreachable(standing);
  }
}

function isWhatWeWrote({ memory, section }: OpenSettings): boolean {
  const keys = Object.entries(memory?.keys ?? {});
  return keys.length > 0 && keys.every(([key, { ours }]) => isDeepStrictEqual(section[key], ours));
}

/** Whether a key of the section names Hivebar's address as Hivebar would write it. */
function leadsHere({ spec, wish, section }: OpenSettings): boolean {
  return Object.entries(spec.wanted(wish)).some(
    ([key, value]) =>
      isDeepStrictEqual(section[key], value) && JSON.stringify(value).includes(collectorUrl(wish.collector)),
  );
}
