import { type AgentHandler, type RoutingRule } from '../../contract/always-on-agent.ts';
import { domainProblem, patternProblem } from '../../contract/setting-changes.ts';

/** A routing rule as it is being typed: names one in a line. */
export interface RoutingDraft {
  readonly apps: string;
  readonly domains: string;
  readonly title: string;
  readonly node: AgentHandler;
}

export const emptyRoutingDraft: RoutingDraft = { apps: '', domains: '', title: '', node: 'coding_assist' };

export function routingDraftOf({ apps = [], domains = [], title = '', node }: RoutingRule): RoutingDraft {
  return { apps: apps.join('\n'), domains: domains.join('\n'), title, node };
}

export type RoutingProblems = Partial<Record<'apps' | 'domains' | 'title', string>>;

/** The rule that was typed; what was left empty is left out and fits everything. */
export function readRoutingDraft({ apps, domains, title, node }: RoutingDraft): {
  readonly rule: RoutingRule;
  readonly problems: RoutingProblems;
} {
  const [appNames, domainNames, pattern] = [lines(apps), lines(domains), title.trim()];
  const rule: RoutingRule = {
    ...(appNames.length === 0 ? {} : { apps: appNames }),
    ...(domainNames.length === 0 ? {} : { domains: domainNames }),
    ...(pattern === '' ? {} : { title: pattern }),
    node,
  };
  return { rule, problems: problemsOf(appNames, domainNames, pattern) };
}

const mostNames = 200;
const longestName = 200;
const longestTitle = 500;

function problemsOf(apps: readonly string[], domains: readonly string[], title: string): RoutingProblems {
  const problems: RoutingProblems = {};
  const wrong = domains.find((domain) => domainProblem(domain) !== undefined);
  if (wrong !== undefined) problems.domains = `“${wrong}” ${domainProblem(wrong) ?? ''}.`;
  for (const [key, names] of [
    ['apps', apps],
    ['domains', domains],
  ] as const) {
    if (names.length > mostNames) problems[key] = `At most ${mostNames} in one rule.`;
    if (names.some((name) => name.length > longestName)) problems[key] = `At most ${longestName} characters each.`;
  }
  const problem = title === '' ? undefined : patternProblem(title);
  if (problem !== undefined) problems.title = `This ${problem}.`;
  if (title.length > longestTitle) problems.title = `At most ${longestTitle} characters.`;
  if (apps.length + domains.length === 0 && title === '') problems.apps = 'Enter at least one condition.';
  return problems;
}

/** What a rule fits, in one line. */
export function conditionWords({ apps = [], domains = [], title = '' }: RoutingRule): string {
  const parts = [
    ...(apps.length === 0 ? [] : [apps.join(', ')]),
    ...(domains.length === 0 ? [] : [`pages of ${domains.join(', ')}`]),
    ...(title === '' ? [] : [`titles like ${title}`]),
  ];
  return parts.length === 0 ? 'Everything' : parts.join('; and ');
}

/** The rules with the one at `index` one place further up (-1) or down (1). */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const next = [...list];
  const [item] = next.splice(index, 1);
  if (item !== undefined) next.splice(index + by, 0, item);
  return next;
}

function lines(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
}
