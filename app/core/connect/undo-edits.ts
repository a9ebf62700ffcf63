import { isDeepStrictEqual } from 'node:util';
import { readText, sha256 } from './settings-text.ts';
import type { OpenSettings } from './open-settings.ts';
import type { Edit } from './settings-format.ts';
import { standingOf } from './connection-standing.ts';

export interface Undo {
  readonly edits: readonly Edit[];
  /** What is left as it is, and why. */
  readonly notes: readonly string[];
}

/** What has to change so that Hivebar's keys are as they were before it. Keys that others changed since stay. */
export function undoEdits(settings: OpenSettings): Undo {
  const { memory, section, spec, wish } = settings;
  if (memory === undefined) {
    const ours = ['connected', 'partly'].includes(standingOf(settings).state);
    const edits = Object.entries(spec.wanted(wish)).flatMap(([key, value]) =>
      ours && isDeepStrictEqual(section[key], value) ? [{ key, value: undefined }] : [],
    );
    return {
      edits,
      notes: edits.length === 0 ? [] : [`Hivebar does not know what stood there before; its entries go.`],
    };
  }
  const edits: Edit[] = [];
  const notes: string[] = [];
  for (const [key, { ours, prior }] of Object.entries(memory.keys)) {
    const current = section[key];
    if (isDeepStrictEqual(current, prior)) continue;
    if (isDeepStrictEqual(current, ours)) edits.push({ key, value: prior });
    else notes.push(`${key} was changed since Hivebar set it, and stays as it is.`);
  }
  return { edits, notes };
}

/**
 * The file from before, to the byte, as long as nobody changed ours; its text is null where there was none. Undefined
 * when the file has changed, or the copy of it.
 */
export async function wholeFileBefore({
  memory,
  before,
}: OpenSettings): Promise<{ readonly text: string | null } | undefined> {
  const exact = memory?.exact ?? null;
  if (exact === null || before === null || sha256(before) !== exact.afterSha256) return undefined;
  if (exact.before === null) return { text: null };
  const copy = await readText(exact.before.backup);
  if (!copy.ok || copy.value === null || sha256(copy.value) !== exact.before.sha256) return undefined;
  return { text: copy.value };
}
