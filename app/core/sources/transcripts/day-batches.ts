import type { AgentRow } from '../agents/agent-row.ts';

/** Rows that are handed over at once. */
const batchRows = 5_000;
/** Rows, and bytes of their texts, that wait for others of their day. */
const waitingRows = 20_000;
const waitingBytes = 32 * 1024 * 1024;

interface Day {
  rows: AgentRow[];
  bytes: number;
}

/**
 * Brings rows of one UTC day together before they are sent: each day is a part of the tables of its own, and rows of
 * many days in one batch make as many parts. When too many wait, the fullest day goes first.
 */
export class DayBatches {
  private readonly send: (rows: readonly AgentRow[]) => Promise<void>;
  private readonly days = new Map<number, Day>();
  private rows = 0;
  private bytes = 0;

  constructor(send: (rows: readonly AgentRow[]) => Promise<void>) {
    this.send = send;
  }

  async add(row: AgentRow): Promise<void> {
    const number = Math.floor(row.row.ts_ms / 86_400_000);
    const day = this.days.get(number) ?? { rows: [], bytes: 0 };
    this.days.set(number, day);
    const bytes = textBytes(row);
    day.rows.push(row);
    day.bytes += bytes;
    this.rows += 1;
    this.bytes += bytes;
    if (day.rows.length >= batchRows) await this.sendDay(number, day);
    while (this.rows > waitingRows || this.bytes > waitingBytes) await this.sendFullest();
  }

  /** Sends everything, the oldest day first. */
  async flush(): Promise<void> {
    for (const [number, day] of [...this.days].sort(([a], [b]) => a - b)) await this.sendDay(number, day);
  }

  private async sendFullest(): Promise<void> {
    const isOverBytes = this.bytes > waitingBytes;
    const weight = ({ rows, bytes }: Day) => (isOverBytes ? bytes : rows.length);
    const [fullest] = [...this.days].sort(([, a], [, b]) => weight(b) - weight(a));
    if (fullest !== undefined) await this.sendDay(...fullest);
  }

  private async sendDay(number: number, day: Day): Promise<void> {
    this.days.delete(number);
    this.rows -= day.rows.length;
    this.bytes -= day.bytes;
    await this.send(day.rows);
  }
}

/** What a row holds beside its names and numbers. */
function textBytes({ row }: AgentRow): number {
  const texts = row as { input_json?: string; output_json?: string; error_msg?: string };
  return (texts.input_json?.length ?? 0) + (texts.output_json?.length ?? 0) + (texts.error_msg?.length ?? 0);
}
