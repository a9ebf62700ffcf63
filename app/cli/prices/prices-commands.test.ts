import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelInvocationRow } from '../../contract/rows.ts';
import type { OwnPrice } from '../../contract/settings.ts';
import { type TestDatabase, realClock, silentLog, startTestDatabase } from '../../core/database/testing.ts';
import { createPriceList } from '../../core/prices/price-list.ts';
import { createRepricing } from '../../core/prices/reprice-op.ts';
import { type SocketServer, startSocketServer } from '../../core/sources/socket/socket-server.ts';
import { createRowTurn } from '../../core/long-work/row-turn.ts';
import { createWorkList } from '../../core/long-work/work-list.ts';
import type { Command } from '../command.ts';
import { pricesCommand } from '../commands/prices.ts';
import { repriceCommand } from '../commands/reprice.ts';
import { runCommand } from '../testing.ts';

let test: TestDatabase;
let server: SocketServer;
let own: readonly OwnPrice[] = [];

beforeAll(async () => {
  test = await startTestDatabase();
  const { admin } = test.database;
  const prices = createPriceList({ own: () => own });
  const path = join(test.paths.dataDir, 'hivebar.sock');
  const ops = [
    createRepricing({
      admin,
      prices,
      clock: realClock,
      log: silentLog,
      work: createWorkList(realClock),
      turn: createRowTurn(),
    }).op,
  ];
  const started = await startSocketServer({ path, ops, log: silentLog, clock: realClock });
  if (!started.ok) throw new Error(started.error);
  server = started.value;
  await test.database.announce({ socketPath: server.path });
});
afterAll(async () => {
  await server.stop();
  await test.stop();
});

const run = (command: Command, words: readonly string[]) => runCommand(command, words, test.paths.dataDir);

const done = { ok: true, value: 0 };

async function setOwnPrices(prices: readonly OwnPrice[]): Promise<void> {
  own = prices;
  await writeFile(join(test.paths.dataDir, 'settings.json'), JSON.stringify({ prices }));
}

describe('hivebar prices MODEL', () => {
  it('says what each sort of token costs, and more for long input', async () => {
    const { outcome, text } = await run(pricesCommand, ['claude-sonnet-4-5']);
    expect(outcome).toEqual(done);
    expect(text).toBe(`claude-sonnet-4-5 is anthropic/claude-sonnet-4-5 in genai-prices@0.1.8

US dollars per million tokens  price  above 200,000 in
input                              3                 6
input, read from the cache       0.3               0.6
input, cached for 5 minutes     3.75               7.5
input, cached for 1 hour           6                12
output                            15              22.5
output, reasoning                 15              22.5
`);
  });

  it('names the columns in JSON', async () => {
    const { text } = await run(pricesCommand, ['o3', '--provider', 'openai', '--json']);
    expect(JSON.parse(text)).toEqual({
      provider: 'openai',
      model: 'o3',
      origin: 'built-in',
      price_rev: 'genai-prices@0.1.8',
      listed_as: 'openai/o3',
      usd_per_call: 0,
      usd_per_mtok: [
        {
          above_input_tokens: 0,
          input: 2,
          cache_read: 0.5,
          cache_write_5m: 2,
          cache_write_1h: 2,
          output: 8,
          reasoning: 8,
        },
      ],
    });
  });

  it('says what is free, what is unknown, and what the person set', async () => {
    expect((await run(pricesCommand, ['qwen3:8b', '--provider', 'ollama'])).text).toContain('is free');
    expect((await run(pricesCommand, ['acme-one'])).text).toContain('acme-one has no price. Name its provider');
    await setOwnPrices([{ model: 'acme-*', inputUsdPerMtok: 2, outputUsdPerMtok: 9 }]);
    expect((await run(pricesCommand, ['acme-one'])).text).toContain('your own price (own:acme-*)');
    await setOwnPrices([]);
  });
});

describe('unpriced calls', () => {
  const call: ModelInvocationRow = {
    ts_ms: Date.UTC(2026, 4, 20),
    provider: 'acme',
    model: 'acme-one',
    ok: 1,
    input_tokens: 1_000_000,
    cost_micros: null,
  };

  it('are shown first, then priced by the person, then repriced', async () => {
    await test.database.writer.insert({
      table: 'hive.model_invocations',
      values: [
        { ...call, event_id: 'a' },
        { ...call, event_id: 'b' },
        ...['c', 'd', 'e'].map((id) => ({
          ...call,
          provider: 'anthropic',
          model: 'claude-haiku-4-5',
          event_id: id,
          cost_micros: 1_000_000,
          cost_source: 'vendor',
        })),
      ],
      format: 'JSONEachRow',
    });
    const { text } = await run(pricesCommand, []);
    expect(text).toMatch(
      /^provider .*\nacme +acme-one +2 +2 +\$0.00 +none\nanthropic +claude-haiku-4-5 +3 +\$3.00 +1 \/ 5 /,
    );
    expect(text).toContain('go under "prices" in');

    expect((await run(repriceCommand, ['--dry-run'])).text).toContain('change nothing about these 2 calls');
    await setOwnPrices([{ model: 'acme-*', inputUsdPerMtok: 2, outputUsdPerMtok: 9 }]);
    expect((await run(pricesCommand, [])).text).toContain('2 unpriced calls are of models that have a price now');

    const preview = await run(repriceCommand, ['--dry-run', '--model', 'acme-one', '--from', '2026-05-20']);
    expect(preview.outcome).toEqual(done);
    expect(preview.text).toMatch(
      /acme +acme-one +2 +none +\$4.00 +own:acme-\*\n\n2 of 2 calls change: \$0.00 become \$4.00/,
    );
    expect((await run(pricesCommand, ['--json'])).text).toContain('"unpriced":2');

    const { outcome, text: told } = await run(repriceCommand, ['--yes']);
    expect(outcome).toEqual(done);
    expect(told).toContain('2 calls have their new cost.');
    expect((await run(pricesCommand, [])).text).toMatch(/acme +acme-one +2 +\$4.00 +2 \/ 9 +own:acme-\*/);
    const [first] = (await run(repriceCommand, ['--yes', '--all', '--json'])).text.split('\n');
    expect(JSON.parse(first ?? '')).toMatchObject({ calls: 2, changed: 0, done: 0, unfinished: false });
  });

  it('are left alone where nobody can be asked', async () => {
    const { outcome } = await run(repriceCommand, []);
    expect(outcome).toEqual({
      ok: false,
      error: { exitCode: 2, message: 'Nobody can be asked here: give --yes or --dry-run.' },
    });
  });

  it.each([
    [['--from', 'yesterday', '--yes'], '--from takes ISO 8601 or epoch milliseconds, not "yesterday".'],
    [['--all', '--unpriced-only', '--yes'], 'Take either --all or --unpriced-only.'],
  ])('are not repriced for %s', async (words, message) => {
    expect((await run(repriceCommand, words)).outcome).toEqual({ ok: false, error: { exitCode: 2, message } });
  });
});
