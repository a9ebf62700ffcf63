/** Says yes at most `count` times within any `withinMs`. */
export function rateLimit(count: number, withinMs: number, now: () => number): () => boolean {
  const allowed: number[] = [];
  return () => {
    const at = now();
    while (allowed[0] !== undefined && allowed[0] <= at - withinMs) allowed.shift();
    if (allowed.length >= count) return false;
    allowed.push(at);
    return true;
  };
}
