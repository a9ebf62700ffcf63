import { formatMoney } from '../../../contract/money.ts';
import { callsBefore } from '../../queries/calls-before-failure.ts';
import { costAgainstUsual, repeatedFailures, stuckStretches } from '../../queries/library/always-on.ts';
import type { Detector } from './finding.ts';
import { hourStart, inMinutes } from './words.ts';

const minuteMs = 60_000;

/** A failure is news while it is fresh. */
const failureWindowMs = 30 * minuteMs;
const freshMs = 10 * minuteMs;
const leastFailures = 3;

/** The same tool fails for the same reason, and has done so lately. */
export const repeatedFailure: Detector = async ({ tsMs, timeZone }, tools) => {
  const params = { from_ms: tsMs - failureWindowMs, to_ms: tsMs + 1, least: leastFailures };
  const rows = await tools.ask(repeatedFailures, params);
  const worst = rows.find(({ last_ms: lastMs }) => tsMs - lastMs <= freshMs);
  if (worst === undefined) return null;
  const { tool_name: tool, reason, failures, first_ms: firstMs } = worst;
  const span = inMinutes(tsMs - firstMs);
  const why = reason === '' ? 'without a reason given' : `with “${reason}”`;
  return {
    kind: 'repeated-failure',
    subject: tool,
    periodMs: hourStart(tsMs, timeZone),
    title: `${tool} has failed ${failures} times`,
    body: `${tool} has failed ${failures} times in ${span}, ${why}. An agent that repeats it will hardly get further by itself.`,
    evidence: { question: repeatedFailures.name, params },
    isNews: true,
    prompt: async () => {
      const calls = await tools.readSql(callsBefore, { tool, to_ms: worst.last_ms });
      const lines = calls.map((call) => `- ${String(call['what'])}`).join('\n');
      return `A developer's coding agent called the tool "${tool}" and it failed ${failures} times in ${span} ${why}. Its last calls, the newest first:\n${lines}\nIn at most two sentences, say what is probably wrong and the one thing to try first.`;
    },
  };
};

const stretchMs = 120 * minuteMs;
const leastMinutes = 40;
const leastFailedCalls = 3;

/** Most of two hours in one window while agents fail: a break or another way would help. */
export const stuckStretch: Detector = async ({ tsMs, timeZone, app, title, sinceMs }, tools) => {
  const fromMs = tsMs - stretchMs;
  // The window that is open now is stored when it is left.
  const openMinutes = (tsMs - Math.max(sinceMs, fromMs)) / minuteMs;
  const params = { from_ms: fromMs, to_ms: tsMs + 1, least_minutes: 1 };
  const rows = await tools.ask(stuckStretches, params);
  const stored = rows.find((row) => row.app === app && row.window_title === title);
  const failed = stored?.failed_tool_calls ?? rows[0]?.failed_tool_calls ?? 0;
  const minutes = Math.round((stored?.minutes ?? 0) + openMinutes);
  if (minutes < leastMinutes || failed < leastFailedCalls) return null;
  return {
    kind: 'stuck-stretch',
    subject: app,
    periodMs: hourStart(tsMs, timeZone),
    title: `${minutes} minutes in one place`,
    body: `You have spent ${minutes} of the last 120 minutes in “${title}” (${app}), and ${failed} tool calls of agents failed meanwhile. A step back, or another agent's look at it, may be quicker.`,
    evidence: { question: stuckStretches.name, params },
    isNews: true,
  };
};

const leastUsd = 0.5;
const timesUsual = 3;
const leastHoursKnown = 5;

/** This hour costs a multiple of what an hour usually does. */
export const uncommonCost: Detector = async ({ tsMs, timeZone }, tools) => {
  const params = { now_ms: tsMs, tz: timeZone };
  const [row] = await tools.ask(costAgainstUsual, params);
  if (row === undefined) return null;
  const { cost_hour_usd: cost, usual_usd: usual, hours_known: hours } = row;
  if (hours < leastHoursKnown || cost < leastUsd || cost < usual * timesUsual) return null;
  return {
    kind: 'uncommon-cost',
    subject: 'hour',
    periodMs: hourStart(tsMs, timeZone),
    title: `${formatMoney(cost)} in this hour`,
    body: `Agents have cost ${formatMoney(cost)} in this hour; a usual one costs ${formatMoney(usual)}. The agents page shows which runs and models it was.`,
    evidence: { question: costAgainstUsual.name, params },
    isNews: true,
  };
};

/** The most pressing first: one thing is said at a time. */
export const codingDetectors: readonly Detector[] = [repeatedFailure, uncommonCost, stuckStretch];
