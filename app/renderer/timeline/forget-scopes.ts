import { type ForgetScope } from '../../contract/forget.ts';
import { type Choice } from './choice.ts';
import { lengthOf, type Span } from './span.ts';

/** One way to forget what was chosen. */
export interface Forgettable {
  readonly kind: 'time' | 'app' | 'domain';
  readonly label: string;
  readonly scope: ForgetScope;
}

const nothing: ForgetScope = { app: null, domain: null, from_ms: null, to_ms: null, agents: false };

/** By its time, and a window by its application and its domain as well: those everywhere and always. */
export function scopesOf(choice: Choice): readonly Forgettable[] {
  if (choice === null) return [];
  if (choice.kind === 'range') {
    return [{ kind: 'time', label: 'Forget this time…', scope: timeScope(choice.span, false) }];
  }
  const { item } = choice;
  const { app, domain } = item.origin;
  const ofAgents = item.lane === 'agents' || item.lane === 'errors';
  const scopes: Forgettable[] = [{ kind: 'time', label: 'Forget this time…', scope: timeScope(item, ofAgents) }];
  if (app !== undefined) scopes.push({ kind: 'app', label: `Forget ${app}…`, scope: { ...nothing, app } });
  if (domain !== undefined) scopes.push({ kind: 'domain', label: `Forget ${domain}…`, scope: { ...nothing, domain } });
  return scopes;
}

export const quickForget = [
  { key: '10min', label: 'The last 10 minutes…' },
  { key: '1h', label: 'The last hour…' },
  { key: 'day', label: 'This whole day…' },
] as const;
export type QuickForget = (typeof quickForget)[number]['key'];

export function quickScope(key: QuickForget, day: Span, nowMs: number): ForgetScope {
  switch (key) {
    case '10min':
      return timeScope({ fromMs: nowMs - 600_000, toMs: nowMs }, false);
    case '1h':
      return timeScope({ fromMs: nowMs - 3_600_000, toMs: nowMs }, false);
    case 'day':
      return timeScope({ fromMs: day.fromMs, toMs: Math.min(day.toMs, nowMs) }, false);
  }
}

/** What has no length lies at one moment. */
function timeScope(span: Span, agents: boolean): ForgetScope {
  const fromMs = Math.floor(span.fromMs);
  return { ...nothing, from_ms: fromMs, to_ms: Math.ceil(lengthOf(span) > 0 ? span.toMs : fromMs + 1), agents };
}
