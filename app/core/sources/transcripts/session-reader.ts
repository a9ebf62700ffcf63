import { open } from 'node:fs/promises';
import type { AgentName } from '../../../contract/imports.ts';
import { Breath } from '../agents/breath.ts';
import { isDocument, parserOf } from './agent-transcripts.ts';
import { DocumentCutter } from './document-cutter.ts';
import { LineCutter, type TranscriptLine, longestLineBytes } from './line-cutter.ts';
import type { FoundRow, LineParser, MessageMemory } from './line-parser.ts';
import { parseLine } from './parse-line.ts';

const pieceBytes = 128 * 1024;

/** What is done with what a reader finds. A promise holds the reading until it settles. */
export interface SessionSink {
  rows(rows: readonly FoundRow[]): Promise<void> | void;
  /** The reason says nothing of what stands in the line. */
  badLine(number: number, reason: string, startOffset: number): void;
  /** Called after each piece; true ends the reading for now. */
  read(bytes: number): boolean;
}

/** Reads one session file from its beginning on, as far as it goes, and on when it has grown. */
export class SessionReader {
  /** Where the file is now. */
  path: string;
  private readonly parser: LineParser;
  private cutter: LineCutter | DocumentCutter;
  /** Bytes that were read. */
  offset = 0;

  constructor(agent: AgentName, path: string, messages: MessageMemory) {
    this.path = path;
    this.parser = parserOf(agent, path, messages);
    this.cutter = isDocument(path) ? new DocumentCutter() : new LineCutter();
  }

  /** Everything before this is complete: neither a line nor a call begins there whose end has not come. */
  get completeUntil(): number {
    return this.parser.openSince ?? this.cutter.lineStart;
  }

  get skippedLines(): number {
    return this.parser.skippedLines;
  }

  /** Reads to the present end of the file. Fails as the file system does. */
  async readOn(sink: SessionSink): Promise<void> {
    const file = await open(this.path, 'r');
    const breath = new Breath();
    const piece = Buffer.allocUnsafe(pieceBytes);
    try {
      for (;;) {
        const { bytesRead } = await file.read(piece, 0, pieceBytes, this.offset);
        if (bytesRead === 0) return;
        this.offset += bytesRead;
        for (const line of this.cutter.cut(piece.subarray(0, bytesRead))) {
          await this.take(line, sink);
          if (breath.due()) await breath.take();
        }
        if (sink.read(bytesRead)) return;
      }
    } finally {
      await file.close();
    }
  }

  /** The rows of calls that seem complete, as the file has not grown for this long. */
  settle(quietMs: number): readonly FoundRow[] {
    return this.parser.settle(quietMs);
  }

  /** The file ends here: what stands after its last newline, and the rows that its end completes. */
  async finish(sink: SessionSink): Promise<void> {
    const rest = this.cutter.rest();
    if (rest !== undefined) await this.take(rest, sink);
    const rows = this.parser.end();
    if (rows.length > 0) await sink.rows(rows);
  }

  /** The document was written anew: it is read from its beginning, what was told of is remembered. */
  restart(): void {
    this.cutter = new DocumentCutter();
    this.offset = 0;
  }

  private async take({ bytes, number, startOffset }: TranscriptLine, sink: SessionSink): Promise<void> {
    if (bytes === undefined) {
      sink.badLine(number, `is longer than ${longestLineBytes / 1024 / 1024} MiB`, startOffset);
      return;
    }
    const line = await parseLine(bytes);
    if (!line.ok) sink.badLine(number, line.error, startOffset);
    if (!line.ok || line.value === undefined) return;
    const rows = this.parser.read(line.value, startOffset);
    if (rows.length > 0) await sink.rows(rows);
  }
}
