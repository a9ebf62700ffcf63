import { ok } from '../../contract/result.ts';
import { AgentHealth } from '../sources/agents/agent-health.ts';
import type { Intake } from '../sources/agents/agent-row.ts';
import { createIntake } from '../sources/agents/intake.ts';
import type { Host } from '../host.ts';
import type { Store } from '../store.ts';

/** The way of the agent's rows to the writer, as in daily use; nothing is stored from before. */
export function agentIntake({ clock }: Pick<Host, 'clock'>, { sink }: Pick<Store, 'sink'>): Intake {
  return createIntake({
    sink,
    now: () => clock.now(),
    price: () => ({ cost_micros: 0, cost_source: 'computed', price_rev: 'bench' }),
    rules: () => ({ text: (text) => text, keepContent: true }),
    pausedAt: () => false,
    stored: () => Promise.resolve(ok(new Set())),
    geminiSessions: () => Promise.resolve(ok(new Set())),
    health: new AgentHealth(() => clock.now()),
  });
}
