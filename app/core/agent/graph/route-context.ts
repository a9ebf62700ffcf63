import type { AgentHandler, AgentNode, RoutingRule } from '../../../contract/always-on-agent.ts';
import { localHour } from '../../local-day.ts';
import { hostOfAddress } from '../../sources/address.ts';
import { DomainRules, TitleRules } from '../../sources/privacy-rules.ts';
import type { AgentContext } from './agent-context.ts';

export interface Route {
  readonly node: AgentHandler | Extract<AgentNode, 'idle_checkpoint'>;
  /** A sentence without content of windows: it is shown and recorded. */
  readonly reason: string;
}

/** The local hour as it is remembered between rounds. */
export function hourOf(context: AgentContext): string {
  return localHour(context.tsMs, context.timeZone);
}

/**
 * Nobody there waits; a new hour is observed first, once; then the first rule that fits decides. A rule with a pattern
 * that is no regular expression fits nothing.
 */
export function routeContext(context: AgentContext, rules: readonly RoutingRule[], observedHour: string): Route {
  if (context.afk) return { node: 'idle_checkpoint', reason: 'The person is away.' };
  if (observedHour !== hourOf(context)) return { node: 'general_observe', reason: 'An hour has begun.' };
  const index = rules.findIndex((rule) => fits(rule, context));
  const rule = rules[index];
  if (rule === undefined) return { node: 'general_observe', reason: 'No rule fits.' };
  return { node: rule.node, reason: `Rule ${index + 1} fits.` };
}

function fits(rule: RoutingRule, context: AgentContext): boolean {
  const { apps, domains, title } = rule;
  if (apps !== undefined && !apps.some((app) => app.toLowerCase() === context.app.toLowerCase())) return false;
  const conditions = conditionsOf(rule);
  if (domains !== undefined && !conditions.domains.matches(hostOfAddress(context.url) ?? '')) return false;
  // One that takes too long on a title, or that cannot be read, fits none.
  return title === undefined || (!conditions.isBroken && conditions.titles.judge(context.title) === 'drop');
}

interface Conditions {
  readonly domains: DomainRules;
  readonly titles: TitleRules;
  readonly isBroken: boolean;
}

const known = new WeakMap<RoutingRule, Conditions>();

/** Read as the rules of privacy are, so that what the settings take means the same in both. */
function conditionsOf(rule: RoutingRule): Conditions {
  let conditions = known.get(rule);
  if (conditions === undefined) {
    const titles = new TitleRules(rule.title === undefined ? [] : [rule.title]);
    conditions = { domains: new DomainRules(rule.domains ?? []), titles, isBroken: titles.problems.length > 0 };
    known.set(rule, conditions);
  }
  return conditions;
}
