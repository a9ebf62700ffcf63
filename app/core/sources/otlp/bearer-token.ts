import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether `Authorization` carries the token. How long it takes says nothing about how much of it is right. */
export function carriesToken(authorization: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(token));
}

/** Digests are of one length, which the comparison asks for. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
