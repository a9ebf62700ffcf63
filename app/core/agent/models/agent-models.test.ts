import { afterAll, beforeAll, expect, it } from 'vitest';
import * as v from 'valibot';
import { settingsSchema } from '../../../contract/settings.ts';
import { type TestDatabase, startTestDatabase, until } from '../../database/testing.ts';
import { createWorkList } from '../../long-work/work-list.ts';
import { createPriceList } from '../../prices/price-list.ts';
import type { AgentRow } from '../../sources/agents/agent-row.ts';
import { FakeClock } from '../../sources/testing/fake-clock.ts';
import { testHost } from '../../testing.ts';
import { type AgentModels, agentModels } from './agent-models.ts';
import { type ModelServer, startModelServer } from './testing/model-server.ts';
import { agentSettings } from './testing/models-under-test.ts';

let test: TestDatabase;
let server: ModelServer;
beforeAll(async () => {
  [test, server] = await Promise.all([startTestDatabase(), startModelServer()]);
});
afterAll(async () => {
  await server.stop();
  await test.stop();
});

interface Opened {
  readonly models: AgentModels;
  readonly clock: FakeClock;
  readonly rows: AgentRow[];
}

function open(enabled: boolean): Opened {
  const clock = new FakeClock('2026-05-20T10:00:00Z');
  const rows: AgentRow[] = [];
  const alwaysOnAgent = agentSettings({ servers: [{ url: server.url }] }, { enabled });
  const models = agentModels({
    host: { ...testHost(test.paths), clock },
    settings: () => ({ ...v.parse(settingsSchema, {}), alwaysOnAgent }),
    work: createWorkList(clock),
    prices: createPriceList({ own: () => [] }),
    asking: {
      reader: test.database.reader,
      present: () => ({ nowMs: clock.now(), timeZone: 'UTC', dayStartHour: 0 }),
    },
    add: (row) => rows.push(row),
    changeSetting: () => expect.fail('Nothing is to be set.'),
  });
  return { models, clock, rows };
}

it('leaves the words to the rules when a model takes too long, well before the round has to end', async () => {
  const { models, clock, rows } = open(true);
  server.script({ kind: 'answer', words: ['Never.'], holdAfter: 0 });
  const before = server.asked.length;
  const words = models.word('What failed?', { threadId: 't', nodeId: 'coding_assist', signal: undefined });
  await until('the model is asked', () => server.asked.length > before);
  await clock.advance(100_000);
  expect(await words).toBeUndefined();
  expect(rows).toMatchObject([{ table: 'hive.model_invocations', row: { ok: 0, error_type: 'interrupted' } }]);
  await models.stop();
});

it('looks at no server while the agent is off, until its own settings change', async () => {
  const { models } = open(false);
  const listed = server.listings();
  models.applySettings(agentSettings({ servers: [{ url: server.url }] }, { enabled: false }));
  const other = await startModelServer();
  models.applySettings(agentSettings({ servers: [{ url: other.url }] }, { enabled: true }));
  await until('the other server is looked at', () => other.listings() > 0);
  expect(server.listings()).toBe(listed);
  await models.stop();
  await other.stop();
});
