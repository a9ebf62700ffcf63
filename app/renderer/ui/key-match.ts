/** What a key pressed now means: a shortcut, or the beginning of one of two keys. */
export interface KeyMatch {
  readonly shortcut: string | null;
  readonly begun: { readonly key: string; readonly atMs: number } | null;
}

/** The second key of two is awaited this long. */
const secondKeyMs = 1_500;

export function matchKey(shortcuts: readonly string[], key: string, begun: KeyMatch['begun'], atMs: number): KeyMatch {
  const pressed = key.length === 1 ? key.toLowerCase() : key;
  const inTime = begun !== null && atMs - begun.atMs <= secondKeyMs;
  const both = inTime ? `${begun.key} ${pressed}` : null;
  if (both !== null && shortcuts.includes(both)) return { shortcut: both, begun: null };
  if (shortcuts.includes(pressed)) return { shortcut: pressed, begun: null };
  const begins = shortcuts.some((shortcut) => shortcut.startsWith(`${pressed} `));
  return { shortcut: null, begun: begins ? { key: pressed, atMs } : null };
}
