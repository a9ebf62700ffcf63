import { expect, it } from 'vitest';
import { conditionWords, emptyRoutingDraft, moved, readRoutingDraft, routingDraftOf } from './routing-draft.ts';

it('reads names one in a line and leaves out what was left empty', () => {
  const draft = { ...emptyRoutingDraft, apps: ' Zed \n\nZed\nXcode', node: 'research_assist' as const };
  expect(readRoutingDraft(draft)).toEqual({ rule: { apps: ['Zed', 'Xcode'], node: 'research_assist' }, problems: {} });
});

it('gives back the same rule after an edit that changes nothing', () => {
  const rule = { apps: ['A, B'], domains: ['example.com'], title: 'draft|review', node: 'general_observe' as const };
  expect(readRoutingDraft(routingDraftOf(rule)).rule).toEqual(rule);
});

it('names each field that is wrong, and a rule without any condition', () => {
  const { problems } = readRoutingDraft({ ...emptyRoutingDraft, apps: 'Zed', domains: 'not a domain', title: '(' });
  expect(Object.keys(problems)).toEqual(['domains', 'title']);
  expect(readRoutingDraft(emptyRoutingDraft).problems.apps).toBe('Enter at least one condition.');
});

it('says what a rule fits, and moves one past its neighbour', () => {
  const rule = { apps: ['Zed'], domains: ['example.com'], node: 'coding_assist' as const };
  expect(conditionWords(rule)).toBe('Zed; and pages of example.com');
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
});
