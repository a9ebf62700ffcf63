/** What `seqch.node` exports: include/seqch.h, function by function. app/core/writer is the face to use. */

declare const writerBrand: unique symbol;
declare const tableBrand: unique symbol;
/** A writer. Freed when nothing refers to it any more; if it was not closed by then, rows that wait stay in the journal. */
export interface NativeWriter {
  readonly [writerBrand]: true;
}
/** A shape of a table; keeps its writer alive. */
export interface NativeTable {
  readonly [tableBrand]: true;
}

/** An expected failure, returned and never thrown. Misuse of this interface throws a TypeError. */
export interface SeqchError {
  /** Number and name of the status in SEQ_CH_STATUS_TABLE. */
  readonly code: number;
  readonly name: string;
  /** One sentence; never the content of a row. */
  readonly message: string;
  readonly rowIndex?: number;
  readonly column?: string;
  /** Error code of ClickHouse, when it was the server that refused. */
  readonly serverCode?: number;
}

/** Limits that are left out have the defaults of seq_ch_options. */
export interface NativeWriterOptions {
  readonly port: number;
  readonly host?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly maxBufferedBytes?: number | undefined;
  readonly flushAgeMs?: number | undefined;
  readonly blockRows?: number | undefined;
  readonly blockBytes?: number | undefined;
  readonly connectTimeoutMs?: number | undefined;
  readonly requestTimeoutMs?: number | undefined;
  readonly retryFailedMs?: number | undefined;
  /** Folder for the journals of all processes. Left out: accepted rows die with the process. */
  readonly journalDir?: string | undefined;
  readonly segmentBytes?: number | undefined;
  readonly syncIntervalMs?: number | undefined;
}

export interface NativeColumn {
  readonly name: string;
  /** ClickHouse's spelling. */
  readonly type: string;
  readonly hasDefault: boolean;
}

export interface WriterCounters {
  readonly acceptedRows: number;
  readonly acknowledgedRows: number;
  readonly refusedFull: number;
  readonly refusedInvalid: number;
  readonly refusedFailed: number;
  readonly refusedJournal: number;
  readonly droppedRows: number;
  readonly bufferedBytes: number;
  readonly blocksSent: number;
  readonly blocksRetried: number;
  /** Epoch milliseconds, 0: never. */
  readonly lastAcknowledgedMs: number;
  /** Age of the oldest row that is not acknowledged, 0: none. */
  readonly oldestWaitingUs: number;
}

export interface TableStats {
  readonly name: string;
  readonly failed: boolean;
  readonly ready: boolean;
  readonly counters: WriterCounters;
  readonly lastError?: SeqchError;
}

export interface WriterStats {
  readonly connected: boolean;
  readonly closed: boolean;
  readonly failedTables: number;
  readonly connects: number;
  readonly server: string;
  readonly total: WriterCounters;
  readonly tables: readonly TableStats[];
  readonly lastError?: SeqchError;
}

/** seq_ch_journal_stats. */
export interface JournalStats {
  /** Size of all segments. */
  readonly fileBytes: number;
  readonly segments: number;
  readonly adoptedJournals: number;
  readonly adoptedRows: number;
  readonly adoptedWaitingRows: number;
  readonly tornRecords: number;
  readonly damagedRecords: number;
  readonly unreadableSegments: number;
  readonly syncs: number;
  readonly failedSyncs: number;
  /** Epoch milliseconds, 0: never. */
  readonly lastSyncMs: number;
  /** From the first on, rows of processes that had died before are among the adopted ones. */
  readonly finishedLooks: number;
  readonly lastError?: SeqchError;
}

export interface SeqchAddon {
  abiVersion(): number;
  open(options: NativeWriterOptions): NativeWriter | SeqchError;
  setServer(writer: NativeWriter, host: string, port: number): SeqchError | undefined;
  /** An empty list of columns means all that can be written. */
  tableOpen(writer: NativeWriter, name: string, columns: readonly string[]): NativeTable | SeqchError;
  tableWait(table: NativeTable, timeoutMs: number): Promise<SeqchError | undefined>;
  tableTypes(table: NativeTable): readonly NativeColumn[] | SeqchError;
  /** Packed rows (RowBinary, in the order of the shape) in `bytes[offset, offset + length)`; they are copied. */
  push(table: NativeTable, bytes: Uint8Array, offset: number, length: number, rowCount: number): SeqchError | undefined;
  flush(writer: NativeWriter, timeoutMs: number): Promise<SeqchError | undefined>;
  stats(writer: NativeWriter): WriterStats;
  journalStats(writer: NativeWriter): JournalStats;
  /** Resolves to the number of rows that the server did not acknowledge. */
  close(writer: NativeWriter, timeoutMs: number): Promise<number>;
}
