import type { AgentName } from '../../../contract/imports.ts';
import type { AgentRow, Intake } from '../agents/agent-row.ts';
import { transcriptFormats } from './agent-transcripts.ts';
import type { FollowedFile } from './followed-file.ts';

/** Telemetry is sent every few seconds; what it has not told of by then it will not tell of. */
const telemetryWaitMs = 60_000;
/** Rows that are told at once. */
const mostRows = 2_000;

/** How an agent's telemetry stands: it comes, it may come because the agent is connected, or nobody waits for it. */
export type Telemetry = 'alive' | 'expected' | 'silent';

export interface TellRequest {
  readonly files: Iterable<FollowedFile>;
  readonly intake: Intake;
  readonly telemetry: (agent: AgentName) => Telemetry;
  /** On the steady clock. */
  readonly nowMs: number;
  /** Rows of an agent that are with the writer now, and rows that were left to its telemetry, which names them in another way. */
  readonly onTold: (agent: AgentName, accepted: number, leftOut: number) => void;
}

export interface Told {
  /** Rows that need not be told again. */
  readonly released: number;
  readonly full: boolean;
}

/** Tells of the rows whose time has come, those of a day together. They are held on where there is no room. */
export async function tellHeld({ files, intake, telemetry, nowMs, onTold }: TellRequest): Promise<Told> {
  const due: { readonly file: FollowedFile; readonly count: number }[] = [];
  const days = new Map<string, { readonly agent: AgentName; readonly rows: AgentRow[] }>();
  const leftOut = new Map<AgentName, number>();
  let taken = 0;
  for (const file of files) {
    if (taken >= mostRows) break;
    if (file.held.length === 0) continue;
    const state = telemetry(file.agent);
    const count = countDue(file, state === 'silent' ? Infinity : nowMs - telemetryWaitMs, mostRows - taken);
    if (count === 0) continue;
    due.push({ file, count });
    taken += count;
    for (const { row } of file.held.slice(0, count)) {
      if (state === 'alive' && transcriptFormats[file.agent].isTwiceTold(row)) {
        leftOut.set(file.agent, (leftOut.get(file.agent) ?? 0) + 1);
        continue;
      }
      const key = `${file.agent} ${Math.floor(row.row.ts_ms / 86_400_000)}`;
      const day = days.get(key) ?? { agent: file.agent, rows: [] };
      days.set(key, day);
      day.rows.push(row);
    }
  }
  for (const { agent, rows } of days.values()) {
    const { accepted, full } = await intake.accept('transcript', rows);
    onTold(agent, accepted, 0);
    if (full) return { released: 0, full };
  }
  for (const [agent, rows] of leftOut) onTold(agent, 0, rows);
  for (const { file, count } of due) file.release(count);
  return { released: taken, full: false };
}

/** Rows from the head of the file that came at or before `untilMs`. */
function countDue({ held }: FollowedFile, untilMs: number, most: number): number {
  let count = 0;
  while (count < Math.min(held.length, most) && (held[count]?.sinceMs ?? Infinity) <= untilMs) count += 1;
  return count;
}
