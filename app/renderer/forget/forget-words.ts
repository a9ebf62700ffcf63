import { type ForgetCopies, type ForgetOutcome, type ForgetScope, type RemovedCopies } from '../../contract/forget.ts';
import { formatCounted } from '../format/number.ts';
import { formatMoment } from '../format/time.ts';

const tableWords: Readonly<Record<string, string>> = {
  'seq.context': 'Windows',
  'seq.window_context': 'Windows told as notes',
  'seq.mem_events': 'Notes and screen text',
  'seq.presence': 'Presence',
  'seq.trace_events': 'Log lines',
  'hive.model_invocations': 'Model calls',
  'hive.model_call_additions': 'Additions to model calls',
  'hive.tool_calls': 'Tool calls',
  'hive.supersteps': 'Graph steps',
  'hive.checkpoints': 'States of agents',
  'hive.checkpoint_writes': 'Writes between states of agents',
  'hive.checkpoint_values': 'What states of agents hold',
  'hive.suggestions': 'Suggestions of the agent',
};

/** What a table holds, for the person. */
export function tableName(table: string): string {
  return tableWords[table] ?? table;
}

/** `Slack`, `example.org`, or a stretch of time: what is to be forgotten. */
export function scopeTitle({ app, domain, from_ms: from, to_ms: to }: ForgetScope): string {
  const what = app ?? domain;
  if (what !== null) return `Forget ${what}`;
  return `Forget ${from === null ? 'everything' : formatMoment(from)} to ${to === null ? 'now' : formatMoment(to)}`;
}

/** What was proven at the end, with numbers. */
export function proofOf({ total, left, cancelled, sums_right: sumsRight, copies }: ForgetOutcome): string {
  const gone = formatCounted(total - left, 'row is', 'rows are');
  if (cancelled) return `Stopped: ${gone} gone, ${formatCounted(left, 'row is', 'rows are')} left.`;
  if (left > 0) return `${gone} gone, but ${formatCounted(left, 'row was', 'rows were')} counted again. Ask once more.`;
  const sums = sumsRight
    ? 'Every sum equals the rows that are left.'
    : 'Some sums do not equal the rows yet: they are corrected at the next start.';
  const removed = copies === null ? '' : ` ${removedWords(copies)}`;
  if (total === 0) return `Nothing of it was recorded. ${sums}${removed}`;
  return `${gone} gone. Counted again in every table: 0. ${sums}${removed}`;
}

/** What else holds it and can be deleted with it; null when nothing does. */
export function copiesWords({ backups, restored }: ForgetCopies): string | null {
  const named = [
    ...(backups === 0 ? [] : [formatCounted(backups, 'backup', 'backups')]),
    ...(restored.length === 0 ? [] : [formatCounted(restored.length, 'restored database', 'restored databases')]),
  ];
  return named.length === 0 ? null : `Delete ${named.join(' and ')} that may still hold it`;
}

function removedWords({ backups, restored, problem }: RemovedCopies): string {
  const what = `${formatCounted(backups, 'backup', 'backups')} and ${formatCounted(restored, 'restored database', 'restored databases')}`;
  if (problem !== null) return `${what} went, the rest did not: ${problem}`;
  return `${what} went too: back up everything anew.`;
}
