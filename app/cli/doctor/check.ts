/** What one look at the machine or at the running recorder found. */
export interface Check {
  readonly name: string;
  /** `fail`: Hivebar cannot do its work. `warn`: it works with something missing. */
  readonly verdict: 'ok' | 'warn' | 'fail';
  /** One sentence: what is the case. Never personal content. */
  readonly says: string;
  /** What to do about it; nothing when all is well. */
  readonly todo?: string;
}

export function fine(name: string, says: string): Check {
  return { name, verdict: 'ok', says };
}

export function warning(name: string, says: string, todo: string): Check {
  return { name, verdict: 'warn', says, todo };
}

export function failure(name: string, says: string, todo: string): Check {
  return { name, verdict: 'fail', says, todo };
}
