import { grouped } from '../../contract/counts.ts';
import { formatMoney } from '../../contract/money.ts';
import * as v from 'valibot';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { Terminal } from '../terminal.ts';
import { textTable } from '../text-table.ts';

const modelChange = v.object({
  provider: v.string(),
  model: v.string(),
  calls: v.number(),
  changed: v.number(),
  old_micros: v.number(),
  new_micros: v.number(),
  priced_now: v.number(),
  unpriced: v.number(),
  price_rev: v.string(),
});

/** What the operation `reprice` answers. */
const repriceAnswer = v.object({
  calls: v.number(),
  changed: v.number(),
  done: v.number(),
  /** An earlier repricing was broken off. */
  unfinished: v.boolean(),
  models: v.array(modelChange),
  more_models: v.number(),
});
export type RepriceAnswer = v.InferOutput<typeof repriceAnswer>;

export function parseRepriceAnswer(line: unknown): Result<RepriceAnswer, string> {
  const parsed = v.safeParse(repriceAnswer, line);
  if (parsed.success) return ok(parsed.output);
  return fail(`The Hivebar that runs answered otherwise than this version expects (${parsed.issues[0].message}).`);
}

/** What changes, by model, for people. */
export function repriceText(answer: RepriceAnswer, terminal: Terminal): string {
  const { calls, changed, models, more_models: more } = answer;
  if (calls === 0) return 'There are no such calls.\n';
  if (changed === 0) return `The prices of now change nothing about these ${grouped(calls)} calls.\n`;
  const touched = models.filter((model) => model.changed > 0 || model.unpriced > 0);
  const table = textTable(
    [
      { title: 'provider' },
      { title: 'model' },
      { title: 'change', align: 'right' },
      { title: 'cost now', align: 'right' },
      { title: 'new cost', align: 'right' },
      { title: 'stay unpriced', align: 'right' },
      { title: 'price from' },
    ],
    touched.map((model) => [
      model.provider,
      model.model,
      grouped(model.changed),
      model.priced_now === model.changed ? 'none' : formatMoney(model.old_micros / 1e6),
      model.changed === 0 ? 'none' : formatMoney(model.new_micros / 1e6),
      model.unpriced === 0 ? '' : grouped(model.unpriced),
      model.price_rev,
    ]),
    { paintTitle: (text) => terminal.paint('dim', text), ...(terminal.interactive ? { maxCellWidth: 48 } : {}) },
  );
  const [before, after] = (['old_micros', 'new_micros'] as const).map((key) =>
    models.reduce((sum, model) => sum + model[key], 0),
  );
  const rest = more === 0 ? '' : `… and ${grouped(more)} models more\n`;
  const totals = `${grouped(changed)} of ${grouped(calls)} calls change: ${formatMoney((before ?? 0) / 1e6)} become ${formatMoney((after ?? 0) / 1e6)}.`;
  return `${table}${rest}\n${totals}\n`;
}
