import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Personal, cleanText } from './clean-text.ts';

const keptLines = 200;

/** `2026-01-31T09:00:00.000Z warn message key=value`: how file-log.ts writes a line. */
const linePattern = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (debug|info|warn|error) (.*)$/;
const factPattern = / ([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|-?[\d.]+|true|false)/g;

/** The last lines of the program's own log, each made harmless. */
export async function lastLogLines(dataDir: string, personal: Personal): Promise<string[]> {
  const text = await readFile(join(dataDir, 'logs', 'hivebar.log'), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    return `The log cannot be read: ${String(error)}`;
  });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .slice(-keptLines)
    .map((line) => cleanLine(line, personal));
}

/**
 * The words of the program stay, and facts that are numbers, switches or single words. Longer texts come from the
 * system or from other programs and may hold anything: only their cleaned beginning up to the first colon stays.
 */
export function cleanLine(line: string, personal: Personal): string {
  const parts = linePattern.exec(line);
  if (parts === null) return `<a line of ${line.length} characters>`;
  const [, at = '', level = '', rest = ''] = parts;
  const message = rest.replaceAll(factPattern, '');
  const facts = [...rest.matchAll(factPattern)].map(
    ([, key = '', value = '']) => `${key}=${cleanFact(value, personal)}`,
  );
  return [at, level, cleanText(message, personal), ...facts].join(' ');
}

function cleanFact(value: string, personal: Personal): string {
  if (!value.startsWith('"')) return value;
  const text = JSON.parse(value) as string;
  const cleaned = cleanText(text, personal);
  if (/^[\w.:-]{0,40}$/.test(text) && cleaned === text) return JSON.stringify(text);
  const kind = /^(?:\w*Error|[A-Z_]{3,40})(?=:|$)/.exec(text)?.[0];
  return kind === undefined ? `<${text.length} characters>` : `${kind} <${text.length} characters>`;
}
