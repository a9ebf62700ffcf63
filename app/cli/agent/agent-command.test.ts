import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentOp } from '../../core/agent/agent-op.ts';
import { waitingAgent } from '../../core/agent/waiting-agent.ts';
import { type TestDatabase, realClock, silentLog, startTestDatabase } from '../../core/database/testing.ts';
import { insertRows } from '../../core/demo/testing.ts';
import { askByName } from '../../core/queries/ask.ts';
import { type SocketServer, startSocketServer } from '../../core/sources/socket/socket-server.ts';
import { agentCommand } from '../commands/agent.ts';
import { runCommand } from '../testing.ts';

let test: TestDatabase;
let server: SocketServer;
const id = 'repeated-failure:1795896000000:Bash';

beforeAll(async () => {
  test = await startTestDatabase();
  const { reader } = test.database;
  const present = () => ({ nowMs: Date.now() + 60_000, timeZone: 'UTC' });
  const op = agentOp({
    agent: waitingAgent(() => undefined),
    async ask(name, params) {
      const answer = await askByName({ reader, present }, name, params);
      return answer.ok ? { ok: true, value: answer.value.rows } : answer;
    },
  });
  const path = join(test.paths.dataDir, 'hivebar.sock');
  const started = await startSocketServer({ path, ops: [op], log: silentLog, clock: realClock });
  if (!started.ok) throw new Error(started.error);
  server = started.value;
  await test.database.announce({ socketPath: server.path });
  await insertRows(test.database.writer, 'hive.suggestions', [
    {
      ts_ms: Date.now(),
      suggestion_id: id,
      node_id: 'coding_assist',
      kind: 'repeated-failure',
      subject: 'Bash',
      title: 'Bash has failed 3 times',
      body: 'Three times\nin a row.',
      evidence_question: 'repeated-failures',
      evidence_params: '{}',
      worded_by: '',
      thread_id: 'always-on-2026-05-20',
      state: 'new',
      rev: 0,
    },
  ]);
  await insertRows(test.database.writer, 'hive.checkpoints', [
    {
      thread_id: 'always-on-2026-05-20',
      checkpoint_ns: '',
      checkpoint_id: '1f0',
      graph_name: 'always-on-agent',
      ts_ms: Date.now(),
      step: 4,
      source: 'loop',
    },
  ]);
});
afterAll(async () => {
  await server.stop();
  await test.stop();
});

const run = (...words: string[]) => runCommand(agentCommand, words, test.paths.dataDir);
const done = { ok: true, value: 0 };

describe('hivebar agent', () => {
  it('tells the state, for people and for programs', async () => {
    const { outcome, text } = await run('status');
    expect(outcome).toEqual(done);
    expect(text).toMatch(/^state +starting: The database does not run yet/);
    expect(text).toMatch(/^models +none$/m);
    expect(JSON.parse((await run('status', '--json')).text)).toMatchObject({ state: 'starting', models: [] });
  });

  it('lists what was said with the id that dismiss takes, on lines of their own', async () => {
    const { outcome, text } = await run('suggestions');
    expect(outcome).toEqual(done);
    expect(text).toMatch(
      /^Bash has failed 3 times\n {4}Three times\n {4}in a row\.\n {4}20.*Z, new, repeated-failure:/,
    );
    expect(JSON.parse((await run('suggestions', '--json')).text)).toMatchObject([{ suggestion_id: id, state: 'new' }]);
  });

  it('lists threads, and the checkpoints of one', async () => {
    expect((await run('history')).text).toMatch(/^always-on-2026-05-20 .* 4 +1 /m);
    expect((await run('history', 'always-on-2026-05-20')).text).toMatch(/^1f0 .* 4 +loop/m);
    expect((await run('history', 'another')).text).toBe('No checkpoint of this thread is kept.\n');
  });

  it('says why something was not done', async () => {
    for (const words of [['pause'], ['resume'], ['look'], ['dismiss', id, '--never'], ['resume-from', 'a', 'b']]) {
      expect((await run(...words)).outcome, words.join(' ')).toEqual({
        ok: false,
        error: { exitCode: 1, message: 'The database does not run yet; try again when it does.' },
      });
    }
  });

  it.each([
    [['sleep'], /^There is no action "sleep"; take one of status, pause/],
    [['dismiss'], /^hivebar agent dismiss takes one word behind it\.$/],
    [['history', 'a', 'b'], /^hivebar agent history takes at most one word behind it\.$/],
    [['resume-from', 'a'], /^hivebar agent resume-from takes 2 words behind it\.$/],
    [['pause', '--never'], /^--never goes with dismiss alone\.$/],
  ])('refuses %j with the reason', async (words, message) => {
    const { outcome } = await run(...words);
    expect(outcome).toMatchObject({
      ok: false,
      error: { exitCode: 2, message: expect.stringMatching(message) as string },
    });
  });
});
