import { describe, expect, it } from 'vitest';
import { failingPlaces, filterPlaces, placeName } from './places.ts';

const row = (kind: string, graph_name: string, name: string, errors: number) => ({
  kind,
  graph_name,
  name,
  errors,
  calls: 100,
  error_percent: errors,
  first_ts_ms: 0,
  last_ts_ms: errors,
  last_message: `message of ${name}`,
});
const rows = [row('model', 'coder', 'plan', 3), row('tool', '', 'Bash', 9), row('step', 'coder', '', 3)];
const places = failingPlaces(rows, [
  { kind: 'tool', graph_name: '', name: 'Bash', part: 0, errors: 4 },
  { kind: 'tool', graph_name: '', name: 'Bash', part: 23, errors: 5 },
]);
const worst = { by: 'errors', descending: true } as const;

describe('places where failures gather', () => {
  it('have their trend in as many parts as there are, zero where nothing failed', () => {
    expect(places[1]?.trend).toHaveLength(24);
    expect([places[1]?.trend[0], places[1]?.trend[1], places[1]?.trend[23]]).toEqual([4, 0, 5]);
    expect(places[0]?.trend).toEqual([]);
  });

  it('are filtered by kind, and searched by name, graph and message', () => {
    const names = (kind: 'all' | 'tool', search: string) =>
      filterPlaces(places, { kind, search }, worst).map((place) => `${place.kind} ${placeName(place)}`);
    expect(names('all', '')).toEqual(['tool Bash', 'step coder', 'model plan']);
    expect(names('tool', '')).toEqual(['tool Bash']);
    expect(names('all', 'CODER')).toEqual(['step coder', 'model plan']);
    expect(names('all', 'message of plan')).toEqual(['model plan']);
  });

  it('are sorted either way', () => {
    const order = filterPlaces(places, { kind: 'all', search: '' }, { by: 'name', descending: false });
    expect(order.map(placeName)).toEqual(['Bash', 'coder', 'plan']);
  });
});
