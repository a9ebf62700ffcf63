import type { Refusal } from './refusal.ts';
import type { UnderWay } from './under-way.ts';

/** What the receiver has seen since it started. */
export interface OtlpCounters {
  readonly requests: number;
  /** Bytes of their bodies, decompressed. */
  readonly bytes: number;
  /** Records that were accepted, those among them that were known already included. */
  readonly records: number;
  /** Records that could not be read or stored, in requests whose other records were accepted. */
  readonly rejected: number;
  /** Accepted records of which something was left out, because it was too long, too deep or too much. */
  readonly cut: number;
  /** Requests that were not taken, by HTTP status; 408 for those that were too slow. */
  readonly refused: Readonly<Record<string, number>>;
  /** Senders that were gone before their request was whole. */
  readonly lost: number;
  /** When the last request was answered with success, by the wall clock; null before the first. */
  readonly lastSuccessMs: number | null;
  readonly requestsUnderWay: number;
  readonly bytesUnderWay: number;
}

export class CounterBook {
  private readonly refused = new Map<string, number>();
  private requests = 0;
  private bytes = 0;
  private records = 0;
  private rejected = 0;
  private cut = 0;
  private lost = 0;
  private lastSuccessMs: number | null = null;

  noteRequest(): void {
    this.requests += 1;
  }

  noteRefusal(status: Refusal['status'] | 400 | 408 | 431): void {
    this.refused.set(String(status), (this.refused.get(String(status)) ?? 0) + 1);
  }

  noteLost(): void {
    this.lost += 1;
  }

  noteBody(bytes: number): void {
    this.bytes += bytes;
  }

  noteSuccess(nowMs: number, records: number, rejected: number, cut: number): void {
    this.lastSuccessMs = nowMs;
    this.records += records;
    this.rejected += rejected;
    this.cut += cut;
  }

  snapshot(underWay: UnderWay): OtlpCounters {
    const { requests, bytes, records, rejected, cut, lost, lastSuccessMs } = this;
    return {
      requests,
      bytes,
      records,
      rejected,
      cut,
      refused: Object.fromEntries(this.refused),
      lost,
      lastSuccessMs,
      requestsUnderWay: underWay.requests,
      bytesUnderWay: underWay.bytes,
    };
  }
}
