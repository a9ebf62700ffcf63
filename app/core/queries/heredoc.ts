import { randomBytes } from 'node:crypto';

/**
 * A text as a literal of SQL, between two marks that nobody can know beforehand and that it does not hold. Nothing in
 * it is escaped, so it needs no more room than it has; as a parameter it could be no longer than 128 KiB.
 */
export function heredoc(text: string): string {
  let mark: string;
  do mark = `$text${randomBytes(16).toString('hex')}$`;
  while (text.includes(mark));
  return `${mark}${text}${mark}`;
}
