import { grouped } from '../../contract/counts.ts';
import { byteSize } from '../../contract/byte-size.ts';
import { duration } from '../human-numbers.ts';
import type { Terminal } from '../terminal.ts';

/** One line at the bottom of the screen that is drawn again and again. Draws nothing where nobody looks. */
export interface ProgressLine {
  /** Draws at most ten times a second. */
  show(counts: { readonly rows: number; readonly bytesRead: number }): void;
  /** Wipes the line, so that what is said next starts at its beginning. */
  clear(): void;
}

const drawEveryMs = 100;

/** `totalBytes` is the size of the input where it is known, which makes a bar possible. */
export function progressLine(
  terminal: Terminal,
  { totalBytes, monotonicMs }: { totalBytes: number | undefined; monotonicMs: () => number },
): ProgressLine {
  const startedAt = monotonicMs();
  let drawnAt = -Infinity;
  let visible = false;
  return {
    show({ rows, bytesRead }) {
      const now = monotonicMs();
      if (!terminal.showsProgress || now - drawnAt < drawEveryMs) return;
      drawnAt = now;
      visible = true;
      const seconds = Math.max(0.001, (now - startedAt) / 1_000);
      const share = totalBytes === undefined || totalBytes === 0 ? undefined : Math.min(1, bytesRead / totalBytes);
      const place =
        share === undefined ? byteSize(bytesRead) : `${bar(share)} ${String(Math.floor(share * 100)).padStart(3)} %`;
      const text = `${place}  ${grouped(rows)} rows  ${grouped(rows / seconds)} rows/s  ${duration(now - startedAt)}`;
      terminal.tell(`\r\u001b[K${text}`);
    },
    clear() {
      if (visible) terminal.tell('\r\u001b[K');
      visible = false;
    },
  };
}

function bar(share: number): string {
  const width = 20;
  const full = Math.round(share * width);
  return `[${'#'.repeat(full)}${'.'.repeat(width - full)}]`;
}
