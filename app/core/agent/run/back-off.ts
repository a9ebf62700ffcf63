const firstMs = 5_000;
const factor = 3;
const longestMs = 900_000;

/** How long to wait after so many failures in a row: 5 s, 15 s, 45 s, … 15 min. */
export function backOffMs(failures: number): number {
  return Math.min(longestMs, firstMs * factor ** Math.max(0, failures - 1));
}
