const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes as people say them, in thousands as disks are sold: `0 B`, `812 B`, `3.4 MB`, `120 GB`. */
export function byteSize(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1_000;
    unit += 1;
  }
  const text = unit === 0 || amount >= 99.95 ? Math.round(amount) : Number(amount.toFixed(1));
  return `${text} ${units[unit] ?? ''}`;
}
