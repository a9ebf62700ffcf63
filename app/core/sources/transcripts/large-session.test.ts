import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../../host/system-clock.ts';
import type { AgentRow } from '../agents/agent-row.ts';
import { importTranscripts } from './import-transcripts.ts';

const longestLine = 33 * 1024 * 1024;
const pictures = 4;
const pictureBytes = 4 * 1024 * 1024;
const answers = 20_000;

/** A session of some 85 MB: answers, pictures in results, and a line that is longer than lines may be. */
async function writeSession(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(`{"type":"user","content":"${'x'.repeat(longestLine)}"}\n`);
    const lines: string[] = [];
    for (let number = 0; number < answers; number += 1) {
      const timestamp = new Date(Date.UTC(2026, 7, 1) + number * 60_000).toISOString();
      const id = `toolu_${number}`;
      const use = { type: 'tool_use', id, name: 'Read', input: { text: 'y'.repeat(500) } };
      const usage = { input_tokens: 1, output_tokens: 2 };
      const message = { id: `msg_${number}`, model: 'claude-opus-4-5', content: [use], usage };
      const content = number < pictures ? 'iVBORw0K'.repeat(pictureBytes / 8) : 'z'.repeat(500);
      const result = { type: 'tool_result', tool_use_id: id, content };
      lines.push(
        `${JSON.stringify({ type: 'assistant', sessionId: 's', requestId: `req_${number}`, timestamp, message })}\n`,
        `${JSON.stringify({ type: 'user', sessionId: 's', timestamp, message: { content: [result] } })}\n`,
      );
      if (number % 1_000 === 999) await file.writeFile(lines.splice(0).join(''));
    }
  } finally {
    await file.close();
  }
}

it('reads a large session in little memory and in short turns, with progress all along', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hivebar-large-'));
  try {
    const path = join(folder, 'large.jsonl');
    await writeSession(path);
    expect((await stat(path)).size).toBeGreaterThan(70_000_000);

    const turns = watchTurns();
    const accepted = { rows: 0, bytes: 0 };
    const progressAt: number[] = [];
    const progress = await importTranscripts(
      {
        account: { homeDir: folder, environment: {} },
        intake: {
          accept: (_via, rows: readonly AgentRow[]) => {
            accepted.rows += rows.length;
            for (const { row } of rows) if ('output_bytes' in row) accepted.bytes += row.output_bytes ?? 0;
            return Promise.resolve({ accepted: rows.length, duplicates: 0, rejected: [], full: false });
          },
          refused: () => undefined,
        },
        clock: systemClock(),
        log: () => undefined,
      },
      {
        agent: 'claude-code',
        path,
        signal: new AbortController().signal,
        onProgress: () => void progressAt.push(performance.now()),
      },
    );
    const { peakBytes, turnsMs } = turns.end();

    expect(progress).toMatchObject({ state: 'finished', badLines: 1, rowsAdded: 2 * answers });
    expect(progress.firstBadLines).toEqual([{ file: 'large.jsonl', line: 1, reason: 'is longer than 32 MiB' }]);
    // The size of a picture is known though most of it was cut.
    expect(accepted.bytes).toBe(pictures * pictureBytes + (answers - pictures) * 500);
    expect(progressAt.length).toBeGreaterThanOrEqual(2);
    expect(peakBytes).toBeLessThan(150_000_000);
    expect(turnsMs[Math.floor(turnsMs.length * 0.99)]).toBeLessThan(30);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 60_000);

/** Watches memory, and how much processor time passes between two turns of the event loop: other programs do not count. */
function watchTurns(): { end(): { readonly peakBytes: number; readonly turnsMs: readonly number[] } } {
  const usedBytes = () => process.memoryUsage().heapUsed + process.memoryUsage().external;
  const beforeBytes = usedBytes();
  const turnsMs: number[] = [];
  let peakBytes = 0;
  let watching = true;
  let last = process.cpuUsage();
  const turn = (): void => {
    const { user, system } = process.cpuUsage(last);
    last = process.cpuUsage();
    turnsMs.push((user + system) / 1_000);
    if (turnsMs.length % 16 === 0) peakBytes = Math.max(peakBytes, usedBytes() - beforeBytes);
    if (watching) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    end() {
      watching = false;
      return { peakBytes, turnsMs: turnsMs.sort((a, b) => a - b) };
    },
  };
}
