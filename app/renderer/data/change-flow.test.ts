import { expect, it } from 'vitest';
import { type MadeChange, type ShownPlan } from '../../contract/connect.ts';
import { type PartHealth } from '../../contract/health.ts';
import { type Result } from '../../contract/result.ts';
import { createChangeFlow, hasHeardFrom } from './change-flow.ts';
import { type Problem } from './problem.ts';

const plan: ShownPlan = {
  agent: 'codex',
  change: 'connect',
  state: 'not-connected',
  file: '/home/ada/.codex/config.toml',
  message: '',
  diff: [{ kind: 'added', text: '[otel]' }],
  notes: [],
  fingerprint: 'abc',
};
const made: MadeChange = { agent: 'codex', state: 'connected', file: plan.file, backup: null, atMs: 5, message: '' };
const refused: Problem = { kind: 'refused', message: 'The file has changed.' };

function flowWith(answers: { plan?: Result<ShownPlan, Problem>; change?: Result<MadeChange, Problem> }) {
  const asked: string[] = [];
  const flow = createChangeFlow('codex', 'connect', {
    connectionPlan: () => Promise.resolve(answers.plan ?? { ok: true, value: plan }),
    makeChange: (_agent, _change, fingerprint) => {
      asked.push(fingerprint);
      return Promise.resolve(answers.change ?? { ok: true, value: made });
    },
  });
  return { flow, asked };
}

it('shows a change before making it, and makes the one that was shown, once', async () => {
  const { flow, asked } = flowWith({});
  flow.agree();
  flow.plan();
  await Promise.resolve();
  expect(flow.current()).toEqual({ step: 'asking', plan });
  flow.agree();
  flow.agree();
  expect(flow.current()).toEqual({ step: 'changing', plan });
  await Promise.resolve();
  expect(flow.current()).toEqual({ step: 'done', plan, made });
  expect(asked).toEqual(['abc']);
});

it('can plan again after the change was refused', async () => {
  const { flow } = flowWith({ change: { ok: false, error: refused } });
  flow.plan();
  await Promise.resolve();
  flow.agree();
  await Promise.resolve();
  expect(flow.current()).toEqual({ step: 'failed', plan, problem: refused });
  flow.plan();
  await Promise.resolve();
  expect(flow.current()).toEqual({ step: 'asking', plan });
});

it('says why nothing can be changed', async () => {
  const { flow } = flowWith({ plan: { ok: false, error: refused } });
  flow.plan();
  await Promise.resolve();
  expect(flow.current()).toEqual({ step: 'impossible', problem: refused });
});

it('counts as heard only what came by telemetry after the change', () => {
  const part = (name: string, lastEventMs: number | null): PartHealth => ({
    name,
    state: 'ok',
    message: '',
    lastEventMs,
    counters: {},
  });
  const heard = (...sources: PartHealth[]) => hasHeardFrom({ sources }, 'codex', 100);
  expect(heard(part('codex', 101), part('otlp', 102))).toBe(true);
  expect(heard(part('codex', 101), part('otlp', 99))).toBe(false);
  expect(heard(part('codex', 99), part('otlp', 102))).toBe(false);
  expect(heard(part('gemini', 101), part('otlp', 102))).toBe(false);
});
