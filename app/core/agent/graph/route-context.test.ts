import { describe, expect, it } from 'vitest';
import type { RoutingRule } from '../../../contract/always-on-agent.ts';
import type { CurrentContext } from '../../../contract/context.ts';
import { defaultRoutingRules } from '../../../contract/default-routing-rules.ts';
import { type AgentContext, agentContext } from './agent-context.ts';
import { hourOf, routeContext } from './route-context.ts';

const at: AgentContext = {
  tsMs: Date.UTC(2026, 4, 20, 9, 30),
  timeZone: 'Asia/Kathmandu',
  app: 'Finder',
  title: 'Downloads',
  url: '',
  afk: false,
  idleMs: 0,
  sinceMs: 0,
  screenText: '',
};
const thisHour = hourOf(at);

function nodeFor(changes: Partial<AgentContext>, rules: readonly RoutingRule[] = defaultRoutingRules): string {
  return routeContext({ ...at, ...changes }, rules, thisHour).node;
}

describe('the router', () => {
  it.each([
    ['an editor', { app: 'Xcode' }, 'coding_assist'],
    ['a terminal, whatever its case', { app: 'ITERM2' }, 'coding_assist'],
    ['a browser', { app: 'Safari', url: 'https://docs.example.org/a' }, 'research_assist'],
    ['a page of a local server in a browser', { app: 'Safari', url: 'http://localhost:5173/' }, 'coding_assist'],
    ['anything else', { app: 'Music' }, 'general_observe'],
    ['nobody at the keyboard', { app: 'Xcode', afk: true }, 'idle_checkpoint'],
  ])('leads %s to its node', (_, changes, node) => {
    expect(nodeFor(changes)).toBe(node);
  });

  it('observes an hour that has not been observed first, and by the clock of the person', () => {
    const route = routeContext({ ...at, app: 'Xcode' }, defaultRoutingRules, '');
    expect(route).toEqual({ node: 'general_observe', reason: 'An hour has begun.' });
    // 9:30 UTC is 15:15 in Kathmandu, so that hour has 45 minutes left.
    expect(hourOf({ ...at, tsMs: at.tsMs + 44 * 60_000 })).toBe(thisHour);
    expect(hourOf({ ...at, tsMs: at.tsMs + 46 * 60_000 })).not.toBe(thisHour);
  });

  it('lets the first rule that fits decide, and all conditions of a rule have to fit', () => {
    const rules: RoutingRule[] = [
      { apps: ['Safari'], domains: ['example.org'], title: 'review', node: 'coding_assist' },
      { apps: ['Safari'], node: 'general_observe' },
      { node: 'research_assist' },
    ];
    const page = { app: 'Safari', url: 'https://docs.example.org/x', title: 'Review of a change' };
    expect(nodeFor(page, rules)).toBe('coding_assist');
    expect(nodeFor({ ...page, title: 'Start' }, rules)).toBe('general_observe');
    expect(nodeFor({ ...page, url: 'https://notexample.org/' }, rules)).toBe('general_observe');
    expect(nodeFor({ app: 'Mail' }, rules)).toBe('research_assist');
  });

  it.each([
    [{ domains: ['*.example.org'] }, { url: 'https://docs.example.org/a' }],
    [{ domains: ['https://example.org/docs'] }, { url: 'https://example.org/' }],
    [{ domains: ['bücher.example'] }, { url: 'https://xn--bcher-kva.example/' }],
    [{ domains: ['Example.org'] }, { url: 'https://EXAMPLE.org./' }],
    [{ title: String.raw`pull\-request` }, { title: 'Pull-Request 12' }],
  ])('reads %j as the settings and the privacy filter do', (rule, changes) => {
    expect(nodeFor(changes, [{ ...rule, node: 'research_assist' }])).toBe('research_assist');
  });

  it('goes past a rule whose pattern never ends on a title', () => {
    const slow = { title: '(a+)+$', node: 'research_assist' } as const;
    expect(nodeFor({ title: `${'a'.repeat(60)}!` }, [slow, { node: 'coding_assist' }])).toBe('coding_assist');
  });

  it('leaves a rule out whose pattern is no regular expression', () => {
    expect(nodeFor({ app: 'Mail' }, [{ title: '(', node: 'coding_assist' }])).toBe('general_observe');
  });
});

describe('what the agent sees', () => {
  const current: CurrentContext = {
    tsMs: at.tsMs,
    app: 'Xcode',
    title: 'a.swift',
    url: null,
    sinceMs: at.tsMs - 1_000,
    idleMs: 20,
    afk: false,
    presence: 'active',
    screenText: 'x'.repeat(5_000),
    paused: false,
  };

  it('is nothing while recording is paused, before anything is known, and of what is not recorded', () => {
    expect(agentContext({ ...current, paused: true }, 'UTC')).toBeUndefined();
    expect(agentContext({ ...current, afk: null }, 'UTC')).toBeUndefined();
    expect(agentContext({ ...current, app: null, title: null }, 'UTC')).toBeUndefined();
    expect(agentContext({ ...current, app: null, title: null, afk: true }, 'UTC')).toMatchObject({ afk: true });
  });

  it('holds the beginning of a full screen of text', () => {
    expect(agentContext(current, 'UTC')?.screenText).toHaveLength(2_000);
  });
});
