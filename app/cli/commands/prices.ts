import { grouped } from '../../contract/counts.ts';
import { formatMoney } from '../../contract/money.ts';
import { join } from 'node:path';
import { ok } from '../../contract/result.ts';
import { type PriceList, createPriceList } from '../../core/prices/price-list.ts';
import { readSettings } from '../../core/settings-file.ts';
import type { Command, Invocation } from '../command.ts';
import { type Outcome, exitCodes, inTrouble, misused } from '../failure.ts';
import { briefTariff, tariffJson, tariffText } from '../prices/price-text.ts';
import { type RecordedModel, hasUnfinishedRepricing, recordedModels } from '../prices/recorded-models.ts';
import { withRunningDatabase } from '../running-database.ts';
import { printable, textTable } from '../text-table.ts';

export const pricesCommand: Command = {
  name: 'prices',
  summary: 'say what models cost, and which have no price',
  operands: '[MODEL]',
  operandCount: { min: 0, max: 1 },
  details: [
    'Without MODEL: every model that was recorded, those with unpriced calls first; needs a Hivebar that runs.',
    'With MODEL: what each sort of its tokens costs now, and where that price is from. Asks no network.',
    'Own prices stand in settings.json, see docs/prices.md; hivebar reprice applies them to the past.',
  ],
  options: {
    provider: { kind: 'text', value: 'NAME', says: 'whose MODEL it is: anthropic, openrouter, …; default: its maker' },
  },
  examples: [
    { line: 'hivebar prices', says: 'what was recorded, and what has no price' },
    { line: 'hivebar prices claude-sonnet-4-5', says: 'the price of one model' },
    { line: 'hivebar prices --json | jq -r "select(.unpriced > 0).model"', says: 'the models without a price' },
  ],
  async run(invocation) {
    const { dataDir, operands, options } = invocation;
    const settings = await readSettings(dataDir);
    if (!settings.ok) return inTrouble(settings.error);
    const prices = createPriceList({ own: () => settings.value.prices });
    const [model] = operands;
    if (model !== undefined) return printModel(invocation, prices, options.text('provider') ?? '', model);
    if (options.text('provider') !== undefined) return misused('--provider needs MODEL.');
    return printRecorded(invocation, prices);
  },
};

async function printModel(
  { json, terminal, dataDir }: Invocation,
  prices: PriceList,
  provider: string,
  model: string,
): Promise<Outcome> {
  const { origin, priceRev, listedAs, tariff } = prices.lookUp(provider, model, Date.now());
  if (json) {
    const facts = { provider, model, origin, price_rev: priceRev, listed_as: listedAs };
    await terminal.print(`${JSON.stringify({ ...facts, ...(tariff === null ? {} : tariffJson(tariff)) })}\n`);
    return ok(exitCodes.ok);
  }
  const name = printable(provider === '' ? model : `${provider} ${model}`);
  if (tariff === null) {
    const whose = provider === '' ? ' Name its provider with --provider, or set' : ' Set';
    await terminal.print(`${name} has no price.${whose} one under "prices" in ${settingsPath(dataDir)}.\n`);
    return ok(exitCodes.ok);
  }
  switch (origin) {
    case 'local':
      await terminal.print(`${name} runs on this machine and is free.\n`);
      return ok(exitCodes.ok);
    case 'own':
      await terminal.print(`${name}: your own price (${printable(priceRev)})\n\n${tariffText(tariff)}`);
      return ok(exitCodes.ok);
    case 'built-in':
    case 'unknown':
      await terminal.print(`${name} is ${listedAs ?? ''} in ${priceRev}\n\n${tariffText(tariff)}`);
      return ok(exitCodes.ok);
  }
}

async function printRecorded(invocation: Invocation, prices: PriceList): Promise<Outcome> {
  const { dataDir, json, terminal } = invocation;
  return withRunningDatabase(dataDir, async ({ reader }) => {
    const models = await recordedModels(reader, prices, Date.now());
    if (!models.ok) return models;
    const unfinished = await hasUnfinishedRepricing(reader);
    if (!unfinished.ok) return unfinished;
    if (json) {
      await terminal.print(models.value.map((model) => `${JSON.stringify(modelJson(model))}\n`).join(''));
      return ok(exitCodes.ok);
    }
    if (models.value.length === 0) {
      terminal.tell('hivebar: No call of a model was recorded yet.\n');
      return ok(exitCodes.ok);
    }
    await terminal.print(modelsText(models.value, invocation) + adviceOn(models.value, dataDir));
    if (unfinished.value) terminal.tell('hivebar: Repricing was broken off; hivebar reprice finishes it.\n');
    return ok(exitCodes.ok);
  });
}

function modelJson({ provider, model, calls, unpriced, costMicros, price }: RecordedModel): object {
  const facts = { provider, model, calls, unpriced, cost_usd: costMicros / 1_000_000 };
  const source = { origin: price.origin, price_rev: price.priceRev, listed_as: price.listedAs };
  return { ...facts, ...source, ...(price.tariff === null ? {} : tariffJson(price.tariff)) };
}

function modelsText(models: readonly RecordedModel[], { terminal }: Invocation): string {
  return textTable(
    [
      { title: 'provider' },
      { title: 'model' },
      { title: 'calls', align: 'right' },
      { title: 'unpriced', align: 'right' },
      { title: 'cost', align: 'right' },
      { title: '$/Mtok in / out', align: 'right' },
      { title: 'price from' },
    ],
    models.map(({ provider, model, calls, unpriced, costMicros, price }) => [
      provider,
      model,
      grouped(calls),
      unpriced === 0 ? '' : grouped(unpriced),
      formatMoney(costMicros / 1e6),
      briefTariff(price.tariff),
      price.listedAs ?? price.priceRev,
    ]),
    {
      paintTitle: (text) => terminal.paint('dim', text),
      paintCell: (text, column) => (column === 3 ? terminal.paint('yellow', text) : text),
      ...(terminal.interactive ? { maxCellWidth: 48 } : {}),
    },
  );
}

/** What to do about calls without a cost. */
function adviceOn(models: readonly RecordedModel[], dataDir: string): string {
  const unpriced = models.filter((model) => model.unpriced > 0);
  const knownNow = unpriced.filter(({ price }) => price.tariff !== null);
  const advice: string[] = [];
  if (knownNow.length < unpriced.length) {
    advice.push(`Prices for models that have none go under "prices" in ${settingsPath(dataDir)}.`);
  }
  if (knownNow.length > 0) {
    const calls = knownNow.reduce((sum, model) => sum + model.unpriced, 0);
    const whose = calls === 1 ? 'call is of a model that has' : 'calls are of models that have';
    advice.push(`${grouped(calls)} unpriced ${whose} a price now: see hivebar reprice --dry-run.`);
  }
  return advice.length === 0 ? '' : `\n${advice.join('\n')}\n`;
}

function settingsPath(dataDir: string): string {
  return printable(join(dataDir, 'settings.json'));
}
