const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const wholeDollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
const partsOfCents = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumSignificantDigits: 2,
});
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

/** `$0.42`; below one cent as many digits as it takes (`$0.0042`), from ten thousand on whole dollars. */
export function formatMoney(usd: number): string {
  if (usd !== 0 && Math.abs(usd) < 0.01) return Math.abs(usd) < 0.000_001 ? '< $0.000001' : partsOfCents.format(usd);
  return Math.abs(usd) < 10_000 ? dollars.format(usd) : wholeDollars.format(usd);
}

/** Money on an axis: `$0`, `$0.25`, `$3`, `$1.2K`. */
export function formatMoneyTick(usd: number): string {
  if (usd === 0) return '$0';
  if (Math.abs(usd) < 0.01) return partsOfCents.format(usd);
  return Math.abs(usd) < 10 && !Number.isInteger(usd) ? dollars.format(usd) : compactDollars.format(usd);
}

/** `0.04 %`, `7.3 %`, `62 %`: a share, with as many digits as it takes to tell it from nothing. */
export function formatPercent(percent: number): string {
  if (percent === 0 || percent >= 10) return `${whole.format(percent)} %`;
  return `${percent < 0.01 ? '< 0.01' : percent.toFixed(percent < 1 ? 2 : 1)} %`;
}
