import { type PrivacySettings } from './privacy-rules.ts';
import { redact, redacted } from './redaction.ts';

const addressLimit = 2_000;
/** Query parameters that carry a credential under names that free text would not give away. */
const secretParameter =
  /^(?:code|state|key|auth|authorization|jwt|ticket|assertion|samlresponse|samlrequest|nonce|hash|x-amz-.*|x-goog-.*|awsaccesskeyid|sv|se|sp|id_token|refresh_token)$|pass|pwd|secret|token|api[_-]?key|session|signature|^sig$|credential|otp/i;

export interface CleanAddress {
  readonly url: string;
  /** How many secrets were taken out; what the detail setting leaves out is not counted. */
  readonly redactions: number;
}

/** What may be kept of an address. Never a user name or password; without a host never more than the path. */
export function cleanAddress(address: string, detail: PrivacySettings['urlDetail']): CleanAddress {
  if (address === '' || detail === 'none') return { url: '', redactions: 0 };
  const url = parseAddress(address);
  // What does not parse may be anything, such as a half typed search.
  if (url === undefined) return { url: '', redactions: 0 };
  if (['data:', 'javascript:', 'blob:'].includes(url.protocol)) return { url: url.protocol, redactions: 0 };
  if (detail === 'host')
    return { url: url.host === '' ? url.protocol : `${url.protocol}//${url.host}/`, redactions: 0 };

  let redactions = url.username !== '' || url.password !== '' ? 1 : 0;
  const front = redact(
    `${url.host === '' && url.protocol !== 'file:' ? url.protocol : `${url.protocol}//${url.host}`}${url.pathname}`,
  );
  redactions += front.count;
  if (detail === 'path') return { url: front.text.slice(0, addressLimit), redactions };

  const query = cleanPairs(url.search.slice(1));
  // Single-page sign-ins hand tokens over behind the #, as parameters or within a path.
  const fragment = url.hash.includes('=') ? cleanPairs(url.hash.slice(1)) : { ...redact(url.hash.slice(1)) };
  redactions += query.count + fragment.count;
  const tail = `${query.text === '' ? '' : `?${query.text}`}${fragment.text === '' ? '' : `#${fragment.text}`}`;
  return { url: `${front.text}${tail}`.slice(0, addressLimit), redactions };
}

/** The host of an address, lower case, without port; undefined when it has none. */
export function hostOfAddress(address: string): string | undefined {
  const host = parseAddress(address)?.hostname;
  return host === undefined || host === '' ? undefined : host;
}

function parseAddress(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}

function cleanPairs(pairs: string): { text: string; count: number } {
  let count = 0;
  const parts = pairs.split('&').map((pair) => {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    if (equals >= 0 && equals < pair.length - 1 && secretParameter.test(decode(name))) {
      count += 1;
      return `${name}=${redacted}`;
    }
    // The decoded form shows what %-escapes hide; without a secret in it the pair stays as it was.
    const clean = redact(decode(pair));
    count += clean.count;
    return clean.count === 0 ? pair : clean.text;
  });
  return { text: parts.join('&'), count };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // A lone % is no escape: the text stands for itself.
    return text;
  }
}
