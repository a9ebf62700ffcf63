import type { Log } from '../../host.ts';
import type { AgentRow, Intake } from '../../sources/agents/agent-row.ts';

export interface OwnRows {
  readonly add: (row: AgentRow) => void;
  /** Settles when what was added before is with the writer or given up. */
  settled(): Promise<void>;
}

/** Rows that wait for room in the journal; with more, the oldest are given up, and the log says how many. */
const waitingLimit = 10_000;
const retryMs = 1_000;

/**
 * The agent's rows on their way through the intake, like those of any other agent: cleaned, priced, dropped while the
 * person has paused recording. Nothing here makes the graph wait.
 */
export function ownRows(deps: {
  readonly intake: Pick<Intake, 'accept'>;
  readonly log: Log;
  readonly after: (delayMs: number, fire: () => void) => unknown;
}): OwnRows {
  let waiting: AgentRow[] = [];
  let handing: Promise<void> | undefined;

  /** False when there was no room: the same rows are handed over again later. */
  async function hand(): Promise<boolean> {
    while (waiting.length > 0) {
      const rows = waiting;
      waiting = [];
      const outcome = await deps.intake.accept('socket', rows);
      for (const { reason } of outcome.rejected) deps.log('debug', 'A row of the agent was not stored', { reason });
      if (!outcome.full) continue;
      const all = [...rows, ...waiting];
      waiting = all.slice(-waitingLimit);
      if (all.length > waitingLimit)
        deps.log('warn', 'Rows of the agent were given up: the journal is full', { rows: all.length - waitingLimit });
      return false;
    }
    return true;
  }

  function begin(): void {
    handing ??= new Promise<void>((resolve) => setImmediate(resolve))
      .then(hand)
      .catch((error: unknown) => {
        deps.log('error', 'Rows of the agent could not be handed over', { reason: String(error) });
        return true;
      })
      .then((done) => {
        handing = undefined;
        if (!done) deps.after(retryMs, begin);
        else if (waiting.length > 0) begin();
      });
  }

  return {
    add(row) {
      waiting.push(row);
      begin();
    },
    async settled() {
      while (handing !== undefined) await handing;
    },
  };
}
