import { expect, it } from 'vitest';
import { type PartHealth } from '../../contract/health.ts';
import { sourceFigures } from './source-figures.ts';
import { groupSources, hasAgentEvents } from './source-groups.ts';

const part = (name: string, changes: Partial<PartHealth> = {}): PartHealth => ({
  name,
  state: 'ok',
  message: '',
  lastEventMs: null,
  counters: {},
  ...changes,
});

it('puts each source where a person looks for it, and loses none', () => {
  const sources = ['window', 'codex', 'otlp', 'langgraph', 'presence', 'socket', 'settings'].map((name) => part(name));
  const { agents, programs, doors, person } = groupSources({ sources });
  const names = (parts: readonly PartHealth[]) => parts.map(({ name }) => name);
  expect([...agents.keys()]).toEqual(['codex']);
  expect([names(programs), names(doors), names(person)]).toEqual([
    ['langgraph'],
    ['otlp', 'socket'],
    ['window', 'presence', 'settings'],
  ]);
});

it('knows whether any agent has told of anything', () => {
  expect(hasAgentEvents({ sources: [part('window', { lastEventMs: 5 }), part('codex')] })).toBe(false);
  expect(hasAgentEvents({ sources: [part('codex', { lastEventMs: 5 })] })).toBe(true);
  expect(hasAgentEvents({ sources: [part('gemini', { counters: { accepted: 3 } })] })).toBe(true);
});

it('names the figures of a source in order, without zeros and without their details', () => {
  const counters = { accepted: 1_234, accepted_otlp: 1_000, lag_ms: 1_540, refused: 0, unpriced: 2, bytesIn: 7 };
  expect(sourceFigures({ counters })).toEqual([
    { name: 'behind', value: '1.5 s', troubling: false },
    { name: 'accepted', value: '1,234', troubling: false },
    { name: 'without a price', value: '2', troubling: true },
    { name: 'bytes in', value: '7', troubling: false },
  ]);
});
