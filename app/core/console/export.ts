import { randomBytes } from 'node:crypto';
import { type FileHandle, open as openFile, rename, rm } from 'node:fs/promises';
import type { ConsoleExportFormat } from '../../contract/console.ts';
import type { QueryError } from '../../contract/questions.ts';
import { RefusedStatement, longestRunMs, sendStatement } from '../queries/console/send-statement.ts';
import { failureText } from './answer-lines.ts';
import { FileFailure, inFile } from './file-problem.ts';
import { ServerWork, type WorkDeps, type WorkState } from './server-work.ts';

export interface ExportRequest {
  readonly runId: string;
  readonly sql: string;
  readonly params: Readonly<Record<string, string>>;
  readonly format: ConsoleExportFormat;
  /** Absolute; what stands there is replaced once the answer is whole. */
  readonly path: string;
}

/** An export as it stands now. */
export interface ExportState {
  readonly state: WorkState;
  readonly path: string;
  readonly bytesWritten: number;
  /** Set when it failed. */
  readonly error: QueryError | null;
}

const serverFormats: Readonly<Record<ConsoleExportFormat, string>> = {
  csv: 'CSVWithNames',
  jsonl: 'JSONEachRow',
  parquet: 'Parquet',
};

/** The whole answer is wanted: the reader may lift these two bounds this far, which is as good as without end. */
const unbounded = '1000000000000000000';
const settings = {
  max_result_rows: unbounded,
  max_result_bytes: unbounded,
  max_execution_time: longestRunMs / 1000,
};

/** A failure in the middle of an answer is told in its last bytes; a message is shorter than this. */
const tailBytes = 64 * 1024;

/** Streams one whole answer to a file, which gets its name only when it is complete. */
export class Export {
  readonly work: ServerWork;
  private readonly request: ExportRequest;
  private readonly deps: WorkDeps & { readonly open?: typeof openFile };
  private bytesWritten = 0;
  private tail = Buffer.alloc(0);

  constructor(request: ExportRequest, deps: WorkDeps & { readonly open?: typeof openFile }) {
    this.request = request;
    this.deps = deps;
    this.work = new ServerWork({ id: request.runId, written: request.sql }, deps);
    this.work.follow(
      () => this.write(),
      () => failureText(this.tail.toString('utf8')),
    );
  }

  snapshot(): ExportState {
    const { work, request, bytesWritten } = this;
    return {
      state: work.state,
      path: request.path,
      bytesWritten,
      error: work.state === 'failed' ? work.error : null,
    };
  }

  private async write(): Promise<void> {
    const { request, deps, work } = this;
    const wanted = serverFormats[request.format];
    const { sql, params } = request;
    const { reader } = deps.doors;
    const sent = await sendStatement(
      { gate: reader, runner: reader },
      { sql, written: sql, params, queryId: work.id, signal: work.signal },
      { format: wanted, settings },
    );
    if (sent.format !== wanted) {
      sent.stream.destroy();
      const message =
        sent.format === undefined
          ? 'This statement has no rows to export.'
          : `The statement asks for FORMAT ${sent.format}; leave the clause away to export it as ${wanted}.`;
      throw new RefusedStatement({ kind: 'failed', message, code: null });
    }
    const temporary = `${request.path}.${randomBytes(4).toString('hex')}.part`;
    const file = await inFile((deps.open ?? openFile)(temporary, 'wx', 0o600));
    try {
      await this.copy(sent.stream as AsyncIterable<Buffer>, file);
      await inFile(file.sync());
      await inFile(file.close());
      // A failure in the middle ends the answer, not always the connection.
      if (failureText(this.tail.toString('utf8')) !== undefined) return;
      work.signal.throwIfAborted();
      await inFile(rename(temporary, request.path));
    } finally {
      await file.close().catch((error: unknown) => {
        deps.log('warn', 'The file of an export could not be closed', { reason: String(error) });
      });
      await rm(temporary, { force: true });
    }
  }

  private async copy(stream: AsyncIterable<Buffer>, file: FileHandle): Promise<void> {
    for await (const chunk of stream) {
      for (let written = 0; written < chunk.length;) {
        const { bytesWritten } = await inFile(file.write(chunk, written));
        if (bytesWritten === 0) throw new FileFailure(new Error('nothing was written'));
        written += bytesWritten;
      }
      this.bytesWritten += chunk.length;
      this.tail = Buffer.concat([this.tail, chunk]).subarray(-tailBytes);
      this.work.changed();
    }
  }
}
