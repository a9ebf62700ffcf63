import type { NeverAgain, Suggestion } from '../../../contract/always-on-agent.ts';
import { type Result, fail, ok } from '../../../contract/result.ts';
import type { Finding } from '../handlers/finding.ts';

/** One row of `hive.suggestions`. */
export interface SuggestionRow {
  readonly ts_ms: number;
  readonly suggestion_id: string;
  readonly node_id: string;
  readonly kind: string;
  readonly subject: string;
  readonly title: string;
  readonly body: string;
  readonly evidence_question: string;
  /** JSON text. */
  readonly evidence_params: string;
  readonly worded_by: string;
  readonly thread_id: string;
  readonly state: Suggestion['state'];
  readonly rev: number;
}

/** A suggestion with the thread that it came from. */
export interface Said {
  readonly suggestion: Suggestion;
  readonly threadId: string;
}

export interface SuggestionsDeps {
  /** What was said in the days before, the oldest first. */
  readonly earlier: readonly Said[];
  readonly write: (row: SuggestionRow) => Promise<Result<void, { readonly message: string }>>;
  /** What must not be suggested again, out of the settings. */
  readonly never: () => readonly NeverAgain[];
  /** Adds to that. */
  readonly addNever: (entry: NeverAgain) => Promise<Result<unknown, string>>;
}

export interface Suggestions {
  readonly isUnwanted: (id: string, finding: Pick<Finding, 'kind' | 'subject'>) => boolean;
  /** Rejects when it cannot be stored: the step is then repeated. */
  keep(suggestion: Suggestion, threadId: string): Promise<void>;
  /** Takes it away, and with `never` all that will be like it. */
  dismiss(id: string, never: boolean): Promise<Result<undefined, string>>;
  /** The newest that was not taken away; null when there is none. */
  current(): Suggestion | null;
  /** Rows were deleted: from now on only what is stored still counts as said. */
  reload(stored: readonly Said[]): void;
}

/** An hour has at most a handful of kinds; a few days of them are remembered, so that nothing is said twice. */
const remembered = 1_000;

export function createSuggestions({ earlier, write, never, addNever }: SuggestionsDeps): Suggestions {
  const said = new Map<string, Said>(earlier.map((one) => [one.suggestion.id, one]));

  async function store(one: Said): Promise<Result<void, { readonly message: string }>> {
    const written = await write(rowOf(one));
    if (!written.ok) return written;
    said.set(one.suggestion.id, one);
    const [oldest] = said.keys();
    if (said.size > remembered && oldest !== undefined) said.delete(oldest);
    return ok(undefined);
  }

  return {
    isUnwanted: (id, { kind, subject }) =>
      said.has(id) ||
      never().some((entry) => entry.kind === kind && (entry.subject === '' || entry.subject === subject)),
    async keep(suggestion, threadId) {
      const stored = await store({ suggestion, threadId });
      if (!stored.ok) throw new Error(`The suggestion could not be stored: ${stored.error.message}`);
    },
    async dismiss(id, forGood) {
      const one = said.get(id);
      if (one === undefined) return fail('There is no such suggestion, or it is some days old.');
      const { kind, subject } = one.suggestion;
      if (forGood) {
        const added = await addNever({ kind, subject });
        if (!added.ok) return added;
      }
      const state = forGood ? 'never' : 'dismissed';
      const stored = await store({ ...one, suggestion: { ...one.suggestion, state } });
      return stored.ok ? ok(undefined) : fail(`That could not be stored: ${stored.error.message}`);
    },
    current: () => [...said.values()].findLast(({ suggestion }) => suggestion.state === 'new')?.suggestion ?? null,
    reload(stored) {
      said.clear();
      for (const one of stored) said.set(one.suggestion.id, one);
    },
  };
}

function rowOf({ suggestion, threadId }: Said): SuggestionRow {
  const { id, tsMs, node, kind, subject, title, body, evidence, wordedBy, state } = suggestion;
  return {
    ts_ms: tsMs,
    suggestion_id: id,
    node_id: node,
    kind,
    subject,
    title,
    body,
    evidence_question: evidence.question,
    evidence_params: JSON.stringify(evidence.params),
    worded_by: wordedBy,
    thread_id: threadId,
    state,
    rev: { new: 0, dismissed: 1, never: 2 }[state],
  };
}
