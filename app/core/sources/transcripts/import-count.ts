import { counted, grouped } from '../../../contract/counts.ts';
import { type AgentName, type BadLine, type ImportProgress, agentTitles } from '../../../contract/imports.ts';

const mostBadLines = 20;

/** How far an import is, in numbers and in a sentence. */
export class ImportCount {
  private state: ImportProgress['state'] = 'running';
  private filesTotal = 0;
  private filesDone = 0;
  private bytesTotal = 0;
  private bytesDone = 0;
  private bytesOfFile = 0;
  private rowsAdded = 0;
  private rowsKnown = 0;
  private rowsRefused = 0;
  private badLines = 0;
  private readonly firstBadLines: BadLine[] = [];
  private endedMs: number | null = null;
  private isWaiting = false;
  private problem = '';
  private remark = '';
  private readonly agent: AgentName;
  private readonly startedMs: number;

  constructor(agent: AgentName, startedMs: number) {
    this.agent = agent;
    this.startedMs = startedMs;
  }

  found(bytes: number): void {
    this.filesTotal += 1;
    this.bytesTotal += bytes;
  }

  nothingFound(remark: string): void {
    this.remark = remark;
  }

  read(bytes: number): void {
    this.bytesOfFile += bytes;
  }

  /** `bytes` is the size with which the file stands in the total; it may have grown since. */
  fileDone(bytes: number): void {
    this.filesDone += 1;
    this.bytesDone += bytes;
    this.bytesOfFile = 0;
  }

  badLine(badLine: BadLine): void {
    this.badLines += 1;
    if (this.firstBadLines.length < mostBadLines) this.firstBadLines.push(badLine);
  }

  added(rows: number): void {
    this.rowsAdded += rows;
  }

  /** A batch is through. */
  settled(known: number, refused: number): void {
    this.rowsKnown += known;
    this.rowsRefused += refused;
    this.isWaiting = false;
  }

  waiting(): void {
    this.isWaiting = true;
  }

  fail(problem: string): void {
    this.problem = problem;
  }

  end(state: ImportProgress['state'], endedMs: number, problem = this.problem): void {
    this.state = problem === '' ? state : 'failed';
    this.problem = problem;
    this.endedMs = endedMs;
  }

  progress(): ImportProgress {
    return {
      agent: this.agent,
      state: this.state,
      filesTotal: this.filesTotal,
      filesDone: this.filesDone,
      bytesTotal: this.bytesTotal,
      bytesDone: Math.min(this.bytesTotal, this.bytesDone + this.bytesOfFile),
      rowsAdded: this.rowsAdded,
      rowsKnown: this.rowsKnown,
      badLines: this.badLines,
      firstBadLines: [...this.firstBadLines],
      startedMs: this.startedMs,
      endedMs: this.endedMs,
      message: this.message(),
    };
  }

  private message(): string {
    const title = agentTitles[this.agent];
    const files = `${grouped(this.filesDone)} of ${grouped(this.filesTotal)} session files`;
    switch (this.state) {
      case 'running':
        if (this.isWaiting) return 'The database has no room now; the import waits and goes on by itself.';
        return `Reading the sessions of ${title}: ${files}.`;
      case 'cancelled':
        return `Stopped after ${files}. What was added stays; start the import again to go on, nothing is added twice.`;
      case 'failed':
        return `The import of ${title} failed: ${this.problem}`;
      case 'finished':
        return this.remark || `Read ${files} of ${title}.${this.shortfall()}`;
    }
  }

  private shortfall(): string {
    const lines = this.badLines === 0 ? '' : ` ${counted(this.badLines, 'line')} could not be used.`;
    const rows = this.rowsRefused === 0 ? '' : ` ${counted(this.rowsRefused, 'row')} could not be stored.`;
    return lines + rows;
  }
}
