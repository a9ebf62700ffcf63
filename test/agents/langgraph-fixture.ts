import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CurrentContext } from '../../app/contract/context.ts';
import type { TableRows } from '../../app/contract/rows.ts';
import { writePrivateFile } from '../../app/core/private-file.ts';
import { systemClock } from '../../app/core/host/system-clock.ts';
import type { AgentRow, Intake, IntakeOutcome } from '../../app/core/sources/agents/agent-row.ts';
import { snapshotOp, streamOp } from '../../app/core/sources/socket/context-ops.ts';
import { pushOp } from '../../app/core/sources/socket/push-op.ts';
import type { SocketOp } from '../../app/core/sources/socket/socket-op.ts';
import { type SocketServer, startSocketServer } from '../../app/core/sources/socket/socket-server.ts';

/** A Hivebar that is a data directory, a Unix socket, and an intake that remembers: what programs see of the real one. */
export class SocketOnly {
  readonly dataDir: string;
  /** Rows that were accepted, each once. */
  readonly rows: AgentRow[] = [];
  /** All rows that came, also again. */
  arrived = 0;
  /** Rows that the next pushes have room for, then they are full. */
  room = Number.POSITIVE_INFINITY;
  context: CurrentContext = {
    tsMs: 1_790_000_000_000,
    app: 'Editor',
    title: 'letter.txt',
    url: null,
    sinceMs: 1_789_999_990_000,
    idleMs: 1_000,
    afk: false,
    presence: 'active',
    screenText: null,
    paused: false,
  };
  private readonly known = new Set<string>();
  private server: SocketServer | undefined;

  private constructor(dataDir: string) {
    this.dataDir = dataDir;
  }

  /** The data directory alone: nothing runs yet. */
  static async create(): Promise<SocketOnly> {
    const dataDir = await mkdtemp(join(tmpdir(), 'hb-sink-'));
    await chmod(dataDir, 0o700);
    return new SocketOnly(dataDir);
  }

  async start(change: (op: SocketOp) => SocketOp = (op) => op): Promise<void> {
    const clock = systemClock();
    const context = () => this.context;
    const ops = [pushOp(this.intake()), snapshotOp(context), streamOp(context, clock)].map(change);
    const path = join(this.dataDir, `${randomBytes(3).toString('hex')}.sock`);
    const started = await startSocketServer({ path, ops, log: () => undefined, clock });
    if (!started.ok) throw new Error(started.error);
    this.server = started.value;
    const runtime = JSON.stringify({ version: 1, pid: process.pid, socketPath: started.value.path });
    await writePrivateFile(join(this.dataDir, 'runtime.json'), runtime);
  }

  /** The socket goes away; runtime.json stays, as after a crash. */
  async stop(): Promise<void> {
    await this.server?.stop();
    this.server = undefined;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** The rows of one table, without their ids. */
  rowsOf<Table extends AgentRow['table']>(table: Table): TableRows[Table][] {
    return this.rows.filter((row) => row.table === table).map((row) => row.row as TableRows[Table]);
  }

  private intake(): Intake {
    return {
      accept: (_, rows) => Promise.resolve(this.accept(rows)),
      refused: () => undefined,
    };
  }

  private accept(rows: readonly AgentRow[]): IntakeOutcome {
    let accepted = 0;
    let duplicates = 0;
    this.arrived += rows.length;
    for (const row of rows) {
      if (this.known.has(row.id)) duplicates += 1;
      else if (this.room === 0) {
        this.room = Number.POSITIVE_INFINITY;
        return { accepted, duplicates, rejected: [], full: true };
      } else {
        this.room -= 1;
        accepted += 1;
        this.known.add(row.id);
        this.rows.push(row);
      }
    }
    return { accepted, duplicates, rejected: [], full: false };
  }
}
