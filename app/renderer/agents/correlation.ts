/** One hour: how long was coded in it, and how often agents were called. */
export interface HourPair {
  readonly hourMs: number;
  readonly codingMinutes: number;
  readonly agentCalls: number;
}

/** Fewer hours than this say nothing. */
export const leastHours = 8;

/** Pearson's r over the pairs; null where one side never changes or there are too few hours. */
export function correlation(pairs: readonly HourPair[]): number | null {
  if (pairs.length < leastHours) return null;
  const mean = (pick: (pair: HourPair) => number) => pairs.reduce((sum, pair) => sum + pick(pair), 0) / pairs.length;
  const meanMinutes = mean((pair) => pair.codingMinutes);
  const meanCalls = mean((pair) => pair.agentCalls);
  let both = 0;
  let minutes = 0;
  let calls = 0;
  for (const pair of pairs) {
    const ofMinutes = pair.codingMinutes - meanMinutes;
    const ofCalls = pair.agentCalls - meanCalls;
    both += ofMinutes * ofCalls;
    minutes += ofMinutes ** 2;
    calls += ofCalls ** 2;
  }
  return minutes === 0 || calls === 0 ? null : both / Math.sqrt(minutes * calls);
}

/** What `r` over `hours` hours means, and what it does not. */
export function describeCorrelation(r: number | null, hours: number): string {
  if (hours < leastHours) {
    return `You were at the keyboard in ${hours} ${hours === 1 ? 'hour' : 'hours'} of these days. At least ${leastHours} are needed to compare.`;
  }
  if (r === null) return 'Coding time or agent calls were the same in every hour, so there is nothing to compare.';
  // Below this, chance alone gives such a number in one of twenty cases.
  if (Math.abs(r) < 2 / Math.sqrt(hours)) {
    return 'Coding and agent calls do not visibly go together: so small a number may well be chance.';
  }
  const strength = Math.abs(r) < 0.4 ? 'a little' : Math.abs(r) < 0.7 ? 'clearly' : 'strongly';
  return r > 0
    ? `In hours in which you code more, agents are called more, ${strength}. That says nothing about which causes which.`
    : `In hours in which you code more, agents are called less, ${strength}. That says nothing about which causes which.`;
}
