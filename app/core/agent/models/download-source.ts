import { isLoopback } from './server-address.ts';

/** An expected end of a download, as a sentence for the person. */
export class DownloadProblem extends Error {
  /** What came so far can be gone on with. */
  readonly mayGoOn: boolean;

  constructor(message: string, mayGoOn = false) {
    super(message);
    this.mayGoOn = mayGoOn;
  }
}

/** A sentence when this address may not be fetched from: everything but https can be changed on its way. */
export function mayFetch(url: string): string | undefined {
  let protocol: string;
  try {
    ({ protocol } = new URL(url));
  } catch {
    // Throwing is how a URL says that a text is none; the oldest runtime has no other way to ask.
    return 'That is no address.';
  }
  if (protocol === 'https:' || (protocol === 'http:' && isLoopback(url))) return undefined;
  return 'Model files are only fetched over https, or over http from this machine.';
}

export type Body =
  | {
      readonly kind: 'bytes';
      /** Where the bytes belong. */
      readonly from: number;
      /** How many follow; null when the server does not say. */
      readonly length: number | null;
      readonly chunks: AsyncIterable<Uint8Array>;
    }
  /** There is nothing beyond what is there. */
  | { readonly kind: 'whole-already' };

const mostRedirects = 5;

/** Asks for a file from a byte on. A server that cannot do that sends it from its beginning. */
export async function openBody(url: string, from: number, signal: AbortSignal): Promise<Body> {
  const headers = { 'accept-encoding': 'identity', ...(from > 0 && { range: `bytes=${from}-` }) };
  let at = url;
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const response = await fetch(at, { headers, redirect: 'manual', signal });
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      at = new URL(location, at).href;
      const refused = mayFetch(at);
      if (refused !== undefined) throw new DownloadProblem(`The server sends on to another address. ${refused}`);
      continue;
    }
    return bodyOf(response, from);
  }
  throw new DownloadProblem('The server sends from one address to the next without end.');
}

async function bodyOf(response: Response, from: number): Promise<Body> {
  const { status, body } = response;
  if (status === 416 && from > 0) {
    await body?.cancel();
    return { kind: 'whole-already' };
  }
  if (body === null || (status !== 200 && status !== 206)) {
    await body?.cancel();
    const mayGoOn = status === 429 || status >= 500;
    throw new DownloadProblem(`The server does not give the file (HTTP ${status}).`, mayGoOn);
  }
  const told = response.headers.get('content-length');
  const length = told !== null && /^\d+$/.test(told) ? Number(told) : null;
  if (status === 200) return { kind: 'bytes', from: 0, length, chunks: body };
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  if (Number(start) !== from) {
    await body.cancel();
    throw new DownloadProblem('The server sent another part of the file than it was asked for.');
  }
  return { kind: 'bytes', from, length, chunks: body };
}
