import { formatMoney } from '../../contract/money.ts';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const compactDollars = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  notation: 'compact',
  minimumFractionDigits: 0,
  maximumFractionDigits: 1,
});

/** `12,345` */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** `12.3K`, `4.5M`: for tokens, axes and narrow places. */
export function formatCompact(count: number): string {
  return compact.format(count);
}

/** `1 call`, `12 calls`, `12.3K calls`. */
export function formatCounted(count: number, one: string, many: string): string {
  return `${count < 100_000 ? whole.format(count) : compact.format(count)} ${count === 1 ? one : many}`;
}

/** Money on an axis: `$0`, `$0.25`, `$3`, `$1.2K`. */
export function formatMoneyTick(usd: number): string {
  if (usd === 0) return '$0';
  return Math.abs(usd) < 10 && !Number.isInteger(usd) ? formatMoney(usd) : compactDollars.format(usd);
}

/** `0.04 %`, `7.3 %`, `62 %`: a share, with as many digits as it takes to tell it from nothing. */
export function formatPercent(percent: number): string {
  if (percent === 0 || percent >= 10) return `${whole.format(percent)} %`;
  return `${percent < 0.01 ? '< 0.01' : percent.toFixed(percent < 1 ? 2 : 1)} %`;
}
