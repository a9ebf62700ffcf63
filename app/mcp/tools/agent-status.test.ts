import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AgentStatus } from '../../contract/always-on-agent.ts';
import { ok } from '../../contract/result.ts';
import { type TestDatabase, realClock, silentLog, startTestDatabase } from '../../core/database/testing.ts';
import { type SocketServer, startSocketServer } from '../../core/sources/socket/socket-server.ts';
import { agentStatus } from './agent-status.ts';

const status: AgentStatus = {
  state: 'watching',
  message: 'Watches.',
  node: 'coding_assist',
  threadId: 'always-on-2026-05-20',
  steps: 12,
  lastStepMs: Date.UTC(2026, 4, 20, 9),
  suggestion: {
    id: 'repeated-failure:1:Bash',
    tsMs: Date.UTC(2026, 4, 20, 8),
    node: 'coding_assist',
    kind: 'repeated-failure',
    subject: 'Bash',
    title: 'Bash has failed 3 times',
    body: 'In a row.',
    evidence: { question: 'repeated-failures', params: { from_ms: 1 } },
    wordedBy: '',
    state: 'new',
  },
  spend: { calls: 2, maxCalls: 20, costMicros: 1_500, maxCostMicros: 100_000 },
  models: [],
  failures: 0,
  retryAtMs: null,
};

let test: TestDatabase;
let server: SocketServer;
let answer: Readonly<Record<string, unknown>> = { agent: status };

beforeAll(async () => {
  test = await startTestDatabase({ migrate: false });
  const op = { name: 'agent', run: () => Promise.resolve(ok(answer)) };
  const path = join(test.paths.dataDir, 'hivebar.sock');
  const started = await startSocketServer({ path, ops: [op], log: silentLog, clock: realClock });
  if (!started.ok) throw new Error(started.error);
  server = started.value;
  await test.database.announce({ socketPath: server.path });
});
afterAll(async () => {
  await server.stop();
  await test.stop();
});

const run = () => agentStatus(test.paths.dataDir).run({}, { signal: new AbortController().signal });

it('tells the last suggestion with the question behind it, and money in dollars', async () => {
  answer = { agent: status };
  expect(await run()).toMatchObject({
    ok: true,
    value: {
      state: 'watching',
      last_step_at: '2026-05-20T09:00:00.000Z',
      suggestion: {
        title: 'Bash has failed 3 times',
        evidence_question: 'repeated-failures',
        evidence_params: { from_ms: 1 },
      },
      last_hour: { cost_usd: 0.0015, max_cost_usd: 0.1 },
    },
  });
});

it('says so when the answer is of another version', async () => {
  answer = { agent: { ...status, state: 'dreaming' } };
  expect(await run()).toEqual({ ok: false, error: expect.stringContaining('another version') as string });
});
