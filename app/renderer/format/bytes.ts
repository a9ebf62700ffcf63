const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes as people say them, in thousands: `0 B`, `812 B`, `3.4 MB`, `120 GB`. */
export function formatBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${step > 0 && value < 99.95 ? (Math.round(value * 10) / 10).toString() : Math.round(value)} ${units[step] ?? ''}`;
}
