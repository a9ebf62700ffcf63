import { resolve } from 'node:path';
import * as v from 'valibot';
import { grouped } from '../../contract/counts.ts';
import { type AgentName, type ImportProgress, agentName, importProgress } from '../../contract/imports.ts';
import { ok } from '../../contract/result.ts';
import { askSocket } from '../../core/sources/socket/socket-client.ts';
import type { Command } from '../command.ts';
import { type Outcome, exitCodes, inTrouble, misused, unreached } from '../failure.ts';
import { byteSize } from '../../contract/byte-size.ts';
import { duration } from '../human-numbers.ts';
import { type ProgressLine, progressLine } from '../push/progress-line.ts';
import { runningRuntime } from '../running-database.ts';
import { awaitStopRequest } from '../stop-request.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../text-table.ts';

export const importCommand: Command = {
  name: 'import',
  summary: 'read what agents did before Hivebar from their session files',
  operands: 'AGENT [PATH]',
  operandCount: { min: 1, max: 2 },
  details: [
    'AGENT is claude-code, codex or gemini. PATH is a session file or a folder of them; left out, all that the agent keeps.',
    'The running Hivebar reads them. A call that it knows already, from telemetry or an earlier import, is not stored again.',
    'Ctrl-C stops; what was read stays, and the same command goes on later. Exit status 1 when lines could not be used.',
  ],
  options: {},
  examples: [
    { line: 'hivebar import claude-code', says: 'everything that Claude Code keeps' },
    { line: 'hivebar import codex ~/old-laptop/.codex/sessions --json', says: 'another folder, the result as JSON' },
  ],
  async run({ operands, dataDir, json, terminal }) {
    const [name = '', path] = operands;
    const agent = v.safeParse(agentName, name);
    if (!agent.success) return misused(`AGENT is claude-code, codex or gemini, not "${printable(name)}".`);
    const runtime = await runningRuntime(dataDir);
    if (!runtime.ok) return runtime;
    const { socketPath } = runtime.value;
    if (socketPath === undefined) return unreached('This Hivebar has no socket open; hivebar status says why.');
    const stopRequest = awaitStopRequest(process, undefined);
    try {
      return await importThrough(socketPath, {
        agent: agent.output,
        path: path === undefined ? undefined : resolve(path),
        json,
        terminal,
        stopAsked: stopRequest.asked,
      });
    } finally {
      await stopRequest.stopListening();
    }
  },
};

export interface ImportRequest {
  readonly agent: AgentName;
  /** Absolute. */
  readonly path: string | undefined;
  readonly json: boolean;
  readonly terminal: Terminal;
  /** Settles when the person wants the import to stop. */
  readonly stopAsked: Promise<unknown>;
}

/** Has the Hivebar behind the socket import, and shows how far it is. */
export async function importThrough(socketPath: string, request: ImportRequest): Promise<Outcome> {
  const { agent, path, json, terminal, stopAsked } = request;
  const cancel = new AbortController();
  void stopAsked.then(() => cancel.abort());
  let latest: ImportProgress | undefined;
  let line: ProgressLine | undefined;
  const question = { op: 'import', agent, ...(path === undefined ? {} : { path }) };
  const answer = await askSocket(socketPath, question, {
    signal: cancel.signal,
    onLine: (told) => {
      const progress = v.safeParse(importProgress, told);
      if (!progress.success) return;
      latest = progress.output;
      const { bytesTotal, bytesDone, rowsAdded, rowsKnown } = latest;
      // Until the first byte is read, the files are still being counted.
      if (bytesDone === 0) return;
      line ??= progressLine(terminal, { totalBytes: bytesTotal, monotonicMs: () => performance.now() });
      line.show({ rows: rowsAdded + rowsKnown, bytesRead: bytesDone });
    },
  });
  line?.clear();
  if (cancel.signal.aborted) return stopped(latest, request);
  if (!answer.ok) return inTrouble(printable(answer.error));
  const ended = v.safeParse(importProgress, answer.value);
  if (!ended.success) return inTrouble('This Hivebar is of another version: its answer cannot be read. Restart it.');
  await terminal.print(json ? `${JSON.stringify(ended.output)}\n` : resultText(ended.output));
  if (!json) tellBadLines(ended.output, terminal);
  return ok(ended.output.state === 'finished' && ended.output.badLines === 0 ? exitCodes.ok : exitCodes.trouble);
}

/** Hivebar ends the import because its client went. */
async function stopped(latest: ImportProgress | undefined, { json, terminal }: ImportRequest): Promise<Outcome> {
  if (json && latest !== undefined) await terminal.print(`${JSON.stringify({ ...latest, state: 'cancelled' })}\n`);
  const done =
    latest === undefined
      ? 'before the first file'
      : `after ${grouped(latest.filesDone)} of ${grouped(latest.filesTotal)} files; ${grouped(latest.rowsAdded)} rows were added and stay`;
  return inTrouble(`Stopped ${done}. The same command goes on later, nothing is added twice.`);
}

function resultText({ message, bytesDone, rowsAdded, rowsKnown, startedMs, endedMs }: ImportProgress): string {
  const took = duration((endedMs ?? startedMs) - startedMs);
  const rows = `${grouped(rowsAdded)} rows added, ${grouped(rowsKnown)} known already`;
  return `${printable(message)}\n${rows}, ${byteSize(bytesDone)}, ${took}\n`;
}

function tellBadLines({ firstBadLines, badLines }: ImportProgress, terminal: Terminal): void {
  for (const { file, line, reason } of firstBadLines) {
    terminal.tell(`${printable(file)}${line === 0 ? '' : `:${line}`}: ${printable(reason)}\n`);
  }
  if (badLines > firstBadLines.length) terminal.tell(`… and ${grouped(badLines - firstBadLines.length)} more.\n`);
}
