import { fileURLToPath } from 'node:url';
import type { AgentName } from '../../../../contract/imports.ts';
import type { AgentRow } from '../../agents/agent-row.ts';
import { type FoundRow, MessageMemory } from '../line-parser.ts';
import { SessionReader } from '../session-reader.ts';

/** Path of a file or folder of `fixtures/`. */
export function fixture(path: string): string {
  return fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));
}

/** What a whole session file tells of. */
export interface ReadFile {
  readonly rows: AgentRow[];
  readonly badLines: string[];
  readonly skippedLines: number;
}

export async function readFile(agent: AgentName, path: string, messages = new MessageMemory()): Promise<ReadFile> {
  const rows: AgentRow[] = [];
  const badLines: string[] = [];
  const reader = new SessionReader(agent, path, messages);
  const sink = {
    rows: (found: readonly FoundRow[]) => void rows.push(...found.map(({ row }) => row)),
    badLine: (line: number, reason: string) => void badLines.push(`${line} ${reason}`),
    read: () => false,
  };
  await reader.readOn(sink);
  await reader.finish(sink);
  return { rows, badLines, skippedLines: reader.skippedLines };
}

/** The fields of rows of one table that are named, under their ids. */
export function pick(
  rows: readonly AgentRow[],
  table: AgentRow['table'],
  fields: readonly string[],
): Record<string, readonly unknown[]> {
  const ofTable = rows.filter((row) => row.table === table);
  return Object.fromEntries(
    ofTable.map(({ id, row }) => [id, fields.map((field) => (row as unknown as Record<string, unknown>)[field])]),
  );
}
