import type { AgentHandler, AgentNode, RoutingRule } from '../../../contract/always-on-agent.ts';
import { localHour } from '../../local-day.ts';
import { hostOfAddress } from '../../sources/address.ts';
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

function fits({ apps, domains, title }: RoutingRule, context: AgentContext): boolean {
  if (apps !== undefined && !apps.some((app) => app.toLowerCase() === context.app.toLowerCase())) return false;
  if (
    domains !== undefined &&
    !domains.some((domain) => isWithin(hostOfAddress(context.url) ?? '', domain.toLowerCase()))
  )
    return false;
  return title === undefined || (patternOf(title)?.test(context.title) ?? false);
}

function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

function patternOf(source: string): RegExp | undefined {
  try {
    return new RegExp(source, 'iu');
  } catch {
    // RegExp throws at what it cannot read; the settings page refuses such a rule, the file cannot.
    return undefined;
  }
}
