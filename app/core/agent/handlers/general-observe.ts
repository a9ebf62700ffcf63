import { counted } from '../../../contract/counts.ts';
import { formatMoney } from '../../../contract/money.ts';
import { whatHappened } from '../../queries/library/always-on.ts';
import type { Detector } from './finding.ts';
import { hourStart, listed } from './words.ts';

const hourMs = 3_600_000;
/** Of an hour with less than this there is nothing to tell. */
const leastMinutes = 5;

/** The hour before, in a few lines; written once, at the first look in the next one. */
export const hourlySummary: Detector = async ({ tsMs, timeZone }, tools) => {
  const endMs = hourStart(tsMs, timeZone);
  const params = { from_ms: endMs - hourMs, to_ms: endMs };
  const rows = await tools.ask(whatHappened, params);
  const of = (what: string) => rows.filter((row) => row.what === what);
  const apps = of('app');
  const models = of('model');
  const toolRows = of('tool');
  const active = Math.round(apps.reduce((sum, { minutes }) => sum + minutes, 0));
  if (active < leastMinutes && models.length === 0) return null;
  const calls = models.reduce((sum, row) => sum + row.calls, 0);
  const failed = [...models, ...toolRows].reduce((sum, row) => sum + row.failures, 0);
  const cost = models.reduce((sum, row) => sum + row.cost_usd, 0);
  const lines = [
    ...(apps.length === 0
      ? []
      : [`At work ${active} min: ${listed(apps.map(({ name, minutes }) => `${name} ${Math.round(minutes)} min`))}.`]),
    ...(calls === 0
      ? []
      : [
          `Agents: ${counted(calls, 'model call')} for ${formatMoney(cost)}, by ${listed(models.map(({ name }) => name))}.`,
        ]),
    ...(toolRows.length === 0
      ? []
      : [`Tools: ${listed(toolRows.map(({ name, calls: times }) => `${name} ${times}`))}.`]),
    ...(failed === 0 ? [] : [`${counted(failed, 'call')} failed.`]),
  ];
  return {
    kind: 'hourly-summary',
    subject: 'hour',
    periodMs: endMs - hourMs,
    title: 'The hour before',
    body: lines.join('\n'),
    evidence: { question: whatHappened.name, params },
    isNews: false,
    prompt: () =>
      `These are the facts of one hour of a developer's work:\n${lines.join('\n')}\nSum it up for them in at most two sentences. Use only these facts.`,
  };
};

export const observeDetectors: readonly Detector[] = [hourlySummary];
