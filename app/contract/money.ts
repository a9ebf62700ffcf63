const currency = { style: 'currency', currency: 'USD' } as const;
const dollars = new Intl.NumberFormat('en-US', currency);
const wholeDollars = new Intl.NumberFormat('en-US', { ...currency, maximumFractionDigits: 0 });
const partsOfCents = new Intl.NumberFormat('en-US', {
  ...currency,
  minimumFractionDigits: 2,
  maximumSignificantDigits: 2,
});

/** `$0.42`; below one cent as many digits as it takes (`$0.0042`), from ten thousand on whole dollars. */
export function formatMoney(usd: number): string {
  if (usd !== 0 && Math.abs(usd) < 0.01) return Math.abs(usd) < 0.000_001 ? '< $0.000001' : partsOfCents.format(usd);
  return Math.abs(usd) < 10_000 ? dollars.format(usd) : wholeDollars.format(usd);
}
