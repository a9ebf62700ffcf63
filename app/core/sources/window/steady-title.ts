/** Longest title that is kept, in UTF-16 units. */
const titleLimit = 1_000;

/**
 * The title without what moves in it: terminals and agents turn a spinner at its head many times a second, and each
 * turn would be a window of its own.
 */
export function steadyTitle(title: string): string {
  const spinner = /^(?:[\u2800-\u28ff◐◓◑◒◴◷◶◵✢✳✶✻✽∗·]\ufe0e?\s*)+(?=\S)/u;
  const text = title
    .slice(0, titleLimit)
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
  return text.replace(spinner, '').trimEnd();
}
