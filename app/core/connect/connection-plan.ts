import { isDeepStrictEqual } from 'node:util';
import type { ConnectionChange, ConnectionState, DiffLine } from '../../contract/connect.ts';
import type { AgentName } from '../../contract/imports.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import { connectEdits, rememberedKeys } from './connect-edits.ts';
import type { AgentMemory } from './connection-memory.ts';
import { type Standing, describeStanding, standingOf } from './connection-standing.ts';
import { lineDiff } from './line-diff.ts';
import { type OpenSettings, type PlanDeps, openSettings } from './open-settings.ts';
import type { Edit } from './settings-format.ts';
import { sha256 } from './settings-text.ts';
import { undoEdits, wholeFileBefore } from './undo-edits.ts';

/** A change to an agent's settings file, down to its bytes. Holds the whole file: it stays in the main process. */
export interface ConnectionPlan {
  readonly agent: AgentName;
  readonly change: ConnectionChange;
  /** How things stand before the change. */
  readonly state: ConnectionState;
  readonly file: string;
  readonly message: string;
  /** Null: there is no file, or there will be none. */
  readonly before: string | null;
  readonly after: string | null;
  readonly diff: readonly DiffLine[];
  readonly notes: readonly string[];
  readonly fingerprint: string;
  /** Puts back the file from before to the byte: what is replaced holds nothing of anybody else's. */
  readonly putsBack: boolean;
  /** What has to be remembered once the change is made; undefined: nothing any more. */
  readonly memory: AgentMemory | undefined;
}

/** What has to change so that `agent` reports to Hivebar. Changes nothing. The error is for the person. */
export async function planConnection(agent: AgentName, deps: PlanDeps): Promise<Result<ConnectionPlan, string>> {
  const opened = await openSettings(agent, deps);
  if (!opened.ok) return opened;
  const settings = opened.value;
  const { spec, wish, memory, file } = settings;
  const standing = standingOf(settings);
  const edits = standing.state === 'not-installed' ? [] : connectEdits(settings);
  const after = changedText(settings, edits, false);
  if (!after.ok) return after;
  return ok(
    finished(settings, 'connect', {
      standing,
      after: after.value,
      notes: await spec.notes(wish, settings.surroundings),
      memory: {
        file,
        sectionExisted: memory?.sectionExisted ?? settings.sectionExists,
        keys: rememberedKeys(settings),
        exact: memory?.exact ?? null,
      },
    }),
  );
}

/** What has to change so that the settings of `agent` are as they were before Hivebar. Changes nothing. */
export async function planUndo(agent: AgentName, deps: PlanDeps): Promise<Result<ConnectionPlan, string>> {
  const opened = await openSettings(agent, deps);
  if (!opened.ok) return opened;
  const settings = opened.value;
  const standing = standingOf(settings);
  const whole = await wholeFileBefore(settings);
  if (whole !== undefined) {
    return ok(
      finished(settings, 'disconnect', { standing, after: whole.text, notes: [], memory: undefined, putsBack: true }),
    );
  }
  const { edits, notes } = undoEdits(settings);
  const after = changedText(settings, edits, settings.memory?.sectionExisted === false);
  if (!after.ok) return after;
  return ok(finished(settings, 'disconnect', { standing, after: after.value, notes, memory: undefined }));
}

/** The text with the edits, once it is proved that it says what was meant and that everything else is as before. */
function changedText(
  { spec, file, before, parsed }: OpenSettings,
  edits: readonly Edit[],
  dropEmpty: boolean,
): Result<string | null, string> {
  if (edits.length === 0) return ok(before);
  const changed = spec.format.change(before ?? '', spec.section, edits, { dropEmpty });
  if (!changed.ok) return fail(`${file} is not changed: ${changed.error}. Make the change by hand.`);
  const reread = spec.format.parse(changed.value);
  const expected = withEdits(parsed, spec.section, edits, dropEmpty);
  if (reread.ok && isDeepStrictEqual(plain(reread.value), plain(expected))) return changed;
  return fail(`${file} is not changed: it is written in a way that cannot be changed safely. Make the change by hand.`);
}

function withEdits(
  parsed: Readonly<Record<string, unknown>>,
  section: string,
  edits: readonly Edit[],
  dropEmpty: boolean,
): Readonly<Record<string, unknown>> {
  const content = new Map(Object.entries(parsed[section] ?? {}));
  for (const { key, value } of edits) {
    if (value === undefined) content.delete(key);
    else content.set(key, value);
  }
  const rest = Object.fromEntries(Object.entries(parsed).filter(([key]) => key !== section));
  return dropEmpty && content.size === 0 ? rest : { ...rest, [section]: Object.fromEntries(content) };
}

/** Parsers make objects with and without a prototype; only their content is compared. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

interface Outcome {
  readonly standing: Standing;
  readonly after: string | null;
  readonly notes: readonly string[];
  readonly memory: AgentMemory | undefined;
  readonly putsBack?: boolean;
}

function finished(
  settings: OpenSettings,
  change: ConnectionChange,
  { standing, after, notes, memory, putsBack = false }: Outcome,
): ConnectionPlan {
  const { agent, file, before, spec } = settings;
  const restart = `Sessions of ${spec.title} that run already keep their old settings until they are restarted.`;
  return {
    agent,
    change,
    state: standing.state,
    file,
    message: describeStanding(settings, standing),
    before,
    after,
    diff: lineDiff(before ?? '', after ?? ''),
    notes: before === after ? notes : [...notes, restart],
    fingerprint: sha256(JSON.stringify([change, file, before, after])).slice(0, 32),
    putsBack,
    memory,
  };
}
