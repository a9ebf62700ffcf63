import { describe, expect, it, vi } from 'vitest';
import { type ForgetOutcome, type ForgetScope, forgetChannels } from '../../contract/forget.ts';
import { fail, ok } from '../../contract/result.ts';
import { type Calls } from '../data/bridge.ts';
import { createForgetFlow, type ForgetFlow } from './forget-flow.ts';

const scope: ForgetScope = { app: 'Slack', domain: null, from_ms: null, to_ms: null, agents: false };
const copies = { backups: 1, restored: [], statements: 0, saved: 0, problem: null };
const plan = {
  scope: { ...scope, to_ms: 9 },
  tables: [{ table: 'seq.context', rows: 3 }],
  total: 3,
  minutes: 1,
  copies,
};
const outcome: ForgetOutcome = {
  tables: plan.tables,
  total: 3,
  left: 0,
  cancelled: false,
  sums_right: true,
  copies: null,
};

/** Answers of the main process by channel, and what was sent to it. */
function fakeCalls(answers: Readonly<Record<string, unknown>>) {
  const sent: [channel: string, payload: unknown][] = [];
  let tell: (progress: unknown) => void = () => undefined;
  const calls = {
    send: (channel: { name: string }, payload: unknown) => {
      sent.push([channel.name, payload]);
      return Promise.resolve(ok(answers[channel.name]));
    },
    hear: (_announcement: unknown, listener: (progress: unknown) => void) => {
      tell = listener;
      return () => undefined;
    },
  } as unknown as Pick<Calls, 'send' | 'hear'>;
  return { calls, sent, tell: (progress: unknown) => tell(progress) };
}

const reached = (flow: ForgetFlow, step: string) => vi.waitFor(() => expect(flow.current().step).toBe(step));

describe('forgetting in a window', () => {
  it('counts, deletes when the person agrees, and ends with the proof', async () => {
    const { calls, sent, tell } = fakeCalls({
      [forgetChannels.forgetPlan.name]: ok(plan),
      [forgetChannels.forget.name]: ok(outcome),
    });
    const flow = createForgetFlow(scope, calls);
    flow.agree(true);
    expect(sent).toEqual([]);
    flow.count(scope);
    await reached(flow, 'asking');
    expect(flow.current()).toEqual({ step: 'asking', scope, plan });
    flow.agree(true);
    const progress = { step: 'Deleting', done: 1, total: 4 };
    tell(ok(progress));
    expect(flow.current()).toMatchObject({ step: 'forgetting', progress, cancelling: false });
    flow.cancel();
    expect(flow.current()).toMatchObject({ cancelling: true });
    await reached(flow, 'done');
    expect(flow.current()).toEqual({ step: 'done', scope, outcome });
    expect(sent).toEqual([
      [forgetChannels.forgetPlan.name, scope],
      [forgetChannels.forget.name, { scope, copies: true }],
      [forgetChannels.cancelForget.name, undefined],
    ]);
  });

  it('shows the count of the scope that was asked for last', async () => {
    const { calls } = fakeCalls({ [forgetChannels.forgetPlan.name]: ok(plan) });
    const flow = createForgetFlow(scope, calls);
    const other = { ...scope, app: 'Mail' };
    flow.count(scope);
    flow.count(other);
    await reached(flow, 'asking');
    expect(flow.current()).toMatchObject({ step: 'asking', scope: other });
  });

  it('says why it cannot be counted or was not finished', async () => {
    const { calls } = fakeCalls({ [forgetChannels.forgetPlan.name]: fail('no database') });
    const flow = createForgetFlow(scope, calls);
    flow.count(scope);
    await reached(flow, 'impossible');
    expect(flow.current()).toMatchObject({ step: 'impossible', problem: { message: 'no database' } });
  });
});
