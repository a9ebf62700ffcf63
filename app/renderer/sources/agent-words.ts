import { type Connection, type ConnectionChange, type ConnectionState } from '../../contract/connect.ts';
import { type PartHealth, type PartState } from '../../contract/health.ts';

/** A connection in a word and a shape. */
export interface ConnectionLook {
  readonly word: string;
  readonly glyph: PartState;
}

/** A source in trouble decides the shape: settings that are right do not make up for it. */
export function connectionLook({ state }: Pick<Connection, 'state'>, part: PartHealth | undefined): ConnectionLook {
  const look = looks[state];
  if (state !== 'connected' || part === undefined) return look;
  return part.state === 'degraded' || part.state === 'failing' ? { ...look, glyph: part.state } : look;
}

const looks: Readonly<Record<ConnectionState, ConnectionLook>> = {
  connected: { word: 'Connected', glyph: 'ok' },
  partly: { word: 'Incomplete', glyph: 'degraded' },
  'connected-elsewhere': { word: 'Reports elsewhere', glyph: 'degraded' },
  'not-connected': { word: 'Not connected', glyph: 'unavailable' },
  'not-installed': { word: 'Not installed', glyph: 'unavailable' },
  unreadable: { word: 'Unreadable', glyph: 'failing' },
};

/** What a person can do about a connection, the most likely first. */
export function possibleChanges({
  state,
  canDisconnect,
}: Pick<Connection, 'state' | 'canDisconnect'>): readonly ConnectionChange[] {
  const connects = state === 'not-connected' || state === 'partly' || state === 'connected-elsewhere';
  return [...(connects ? (['connect'] as const) : []), ...(canDisconnect ? (['disconnect'] as const) : [])];
}

/** What stands on the button of a change. */
export function changeLabel(change: ConnectionChange, state: ConnectionState): string {
  if (change === 'disconnect') return 'Disconnect…';
  return state === 'partly' ? 'Connect again…' : 'Connect…';
}

/** Whether nobody has begun: no agent is connected, or was ever heard of. */
export function isFirstRun(connections: readonly Connection[], heard: boolean): boolean {
  return !heard && connections.every(({ state }) => state !== 'connected' && state !== 'partly');
}
