/** As much text as is kept of one picture: a window full of small print. */
export const textLimit = 8_000;
/** Below this the recogniser guesses: pictures, icons, handwriting. */
const leastConfidence = 30;
const leastLetters = 3;

/** What was recognised as it may be kept: without secrets, empty lines and runs of blanks, and not too long. */
export function cleanText(
  { text, confidence }: { readonly text: string; readonly confidence: number },
  withoutSecrets: (text: string) => string,
): string | undefined {
  if (confidence < leastConfidence) return undefined;
  const lines = text
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
  const clean = withoutSecrets(lines.join('\n')).slice(0, textLimit);
  const letters = clean.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return letters < leastLetters ? undefined : clean;
}
