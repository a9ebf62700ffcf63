import { grouped } from '../../contract/counts.ts';
import { formatMoney } from '../../contract/money.ts';
import * as v from 'valibot';
import { type AgentStatus, agentStatus } from '../../contract/always-on-agent.ts';
import { alwaysOnQuestions } from '../../contract/always-on-questions.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { Terminal } from '../terminal.ts';
import { printable, textTable } from '../text-table.ts';

export type SaidRow = v.InferOutput<(typeof alwaysOnQuestions)['agent-suggestions']['row']>;
export type ThreadRow = v.InferOutput<(typeof alwaysOnQuestions)['agent-threads']['row']>;
export type CheckpointRow = v.InferOutput<(typeof alwaysOnQuestions)['checkpoints-of-thread']['row']>;

export function parseAgent(line: unknown): Result<AgentStatus, string> {
  const parsed = v.safeParse(v.object({ agent: agentStatus }), line);
  return parsed.success ? ok(parsed.output.agent) : fail(unreadable);
}

export function parseRows<Name extends keyof typeof alwaysOnQuestions>(
  name: Name,
  line: unknown,
): Result<readonly v.InferOutput<(typeof alwaysOnQuestions)[Name]['row']>[], string> {
  const row: v.GenericSchema<unknown, v.InferOutput<(typeof alwaysOnQuestions)[Name]['row']>> = alwaysOnQuestions[name]
    .row;
  const parsed = v.safeParse(v.object({ rows: v.array(row) }), line);
  return parsed.success ? ok(parsed.output.rows) : fail(unreadable);
}

const unreadable = "Hivebar's answer cannot be read; it may be of another version.";

/** How the agent stands, a fact in a line. */
export function agentText(status: AgentStatus, terminal: Terminal): string {
  const { state, message, node, threadId, steps, lastStepMs, spend, models, suggestion, retryAtMs } = status;
  const facts = [
    ['state', `${state}: ${message}`],
    ...(retryAtMs === null ? [] : [['tried again', new Date(retryAtMs).toISOString()]]),
    ...(node === null ? [] : [['node', node]]),
    ...(threadId === '' ? [] : [['thread', `${threadId}, ${grouped(steps)} steps`]]),
    ...(lastStepMs === null ? [] : [['last step', new Date(lastStepMs).toISOString()]]),
    ['last hour', `${grouped(spend.calls)} of ${grouped(spend.maxCalls)} calls, ${cost(spend)}`],
    ...(models.length === 0 ? [['models', 'none']] : []),
    ...models.map(({ name, ready, message: why }) => ['model', `${name}, ${ready ? 'ready' : 'not ready'}: ${why}`]),
    ...(suggestion === null ? [] : [['suggestion', `${suggestion.title} (${suggestion.id})`]]),
  ];
  return textTable([{ title: '' }, { title: '' }], facts, {
    paintCell: (text, column) => (column === 0 ? terminal.paint('dim', text) : text),
  });
}

function cost({ costMicros, maxCostMicros }: AgentStatus['spend']): string {
  return `${formatMoney(costMicros / 1e6)} of ${formatMoney(maxCostMicros / 1e6)}`;
}

/** What it said, the newest first: a heading, the words, the id that `dismiss` takes. */
export function suggestionsText(rows: readonly SaidRow[], terminal: Terminal): string {
  if (rows.length === 0) return 'Nothing was said yet.\n';
  return rows
    .map(({ ts_ms: tsMs, title, body, suggestion_id: id, state }) => {
      const words = body.split('\n').map((line) => `    ${printable(line)}`.trimEnd());
      const foot = terminal.paint('dim', `    ${new Date(tsMs).toISOString()}, ${state}, ${printable(id)}`);
      return `${printable(title)}\n${words.join('\n')}\n${foot}\n`;
    })
    .join('\n');
}

export function threadsText(rows: readonly ThreadRow[], terminal: Terminal): string {
  if (rows.length === 0) return 'No thread is stored yet.\n';
  return textTable(
    [
      { title: 'thread' },
      { title: 'last' },
      { title: 'steps', align: 'right' },
      { title: 'checkpoints', align: 'right' },
      { title: 'state' },
      { title: 'next' },
    ],
    rows.map((row) => [
      row.thread_id,
      new Date(row.last_ms).toISOString(),
      grouped(row.steps),
      grouped(row.checkpoints),
      row.state,
      row.next_nodes,
    ]),
    { paintTitle: (text) => terminal.paint('dim', text) },
  );
}

export function checkpointsText(rows: readonly CheckpointRow[], terminal: Terminal): string {
  if (rows.length === 0) return 'No checkpoint of this thread is kept.\n';
  return textTable(
    [{ title: 'checkpoint' }, { title: 'when' }, { title: 'step', align: 'right' }, { title: 'by' }, { title: 'next' }],
    rows.map((row) => [
      row.checkpoint_id,
      new Date(row.ts_ms).toISOString(),
      String(row.step),
      row.source,
      row.next_nodes,
    ]),
    { paintTitle: (text) => terminal.paint('dim', text) },
  );
}
