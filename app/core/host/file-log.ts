import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log } from '../host.ts';

export interface FileLogOptions {
  readonly file: string;
  /** The file is moved to `<file>.1`, over an older one, before it would grow past this. */
  readonly limitBytes: number;
  readonly now: () => number;
  /** Gets every line too, and the reason when the file cannot be written. */
  readonly echo?: (line: string) => void;
}

/**
 * A log in a text file, at most two files of `limitBytes`. Lines are few, so each is written at once and survives a
 * crash. A full disk must not stop the recorder: such lines go to `echo` alone.
 */
export function fileLog({ file, limitBytes, now, echo }: FileLogOptions): Log {
  let size: number | undefined;
  return (level, message, facts) => {
    const line = formatLine(now(), level, message, facts);
    echo?.(line);
    try {
      size ??= openedSize(file);
      const bytes = Buffer.byteLength(line) + 1;
      if (size > 0 && size + bytes > limitBytes) {
        renameSync(file, `${file}.1`);
        size = 0;
      }
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
      size += bytes;
    } catch (error) {
      size = undefined;
      echo?.(`The log file ${file} cannot be written: ${String(error)}`);
    }
  };
}

function openedSize(file: string): number {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** One line whatever the message holds: `2026-01-31T09:00:00.000Z warn message key=value`. */
export function formatLine(nowMs: number, ...[level, message, facts]: Parameters<Log>): string {
  const pairs = Object.entries(facts ?? {}).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return [new Date(nowMs).toISOString(), level, message, ...pairs].join(' ').replace(/[\r\n]+/g, ' ');
}
