/**
 * Takes secrets out of text. Every pattern is linear in the length of the text: no nested or adjoining repetitions
 * over the same characters. Better one word too many removed than one key stored for 90 days.
 */
export const redacted = '[redacted]';

export interface Redaction {
  readonly text: string;
  /** How many secrets were taken out. */
  readonly count: number;
}

interface SecretPattern {
  readonly pattern: RegExp;
  /** What stands in place of the match; `$1` is kept. */
  readonly replacement: string;
}

const whole = (pattern: RegExp): SecretPattern => ({ pattern, replacement: redacted });

const patterns: readonly SecretPattern[] = [
  whole(/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g),
  // JSON web tokens: two dots between base64url parts of which the first begins with {"
  whole(/\beyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?/g),
  { pattern: /\b((?:bearer|basic|token)\s+)[\w.~+/=-]{12,}/gi, replacement: `$1${redacted}` },
  // user:password@ and token@ in addresses
  { pattern: /(\b[a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/?#@]{1,400}@/gi, replacement: `$1${redacted}@` },
  // name=value and "name": "value" where the name says that the value is secret
  {
    pattern:
      /((?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api[_-]?key|access[_-]?key|auth[_-]?key|private[_-]?key|client[_-]?secret|credentials?|session[_-]?id|sid|signature|sig|otp)["']?\s{0,3}[=:]\s{0,3}["']?)(?!\s|\[redacted\])[^\s"'&;,]{3,}/gi,
    replacement: `$1${redacted}`,
  },
  // OpenAI, Anthropic, DeepSeek and others; Stripe; Slack; GitHub; GitLab
  whole(/\bsk-[\w-]{16,}/g),
  whole(/\b[rps]k_(?:live|test)_\w{10,}|\bwhsec_\w{16,}/g),
  whole(/\bxox[a-z]-[\w-]{10,}|\bxapp-[\w-]{10,}|\bhooks\.slack\.com\/services\/[\w/]{10,}/g),
  whole(/\bgh[opsur]_\w{20,}|\bgithub_pat_\w{20,}|\bgl(?:pat|ptt|rt|dt|cbt)-[\w-]{16,}/g),
  // AWS, Google, Azure, DigitalOcean, Cloudflare
  whole(/\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}\b/g),
  whole(/\bAIza[\w-]{30,}|\bya29\.[\w-]{16,}|\bGOCSPX-[\w-]{16,}/g),
  whole(/\bdo[opr]_v1_[0-9a-f]{32,}|\b(?:AccountKey|SharedAccessKey)=[\w+/=]{16,}/g),
  // npm, PyPI, Hugging Face, Replicate, Groq, xAI, Perplexity, SendGrid, Shopify, Telegram, Twilio, Linear, Notion
  whole(/\bnpm_\w{30,}|\bpypi-[\w-]{30,}|\bhf_\w{20,}|\br8_\w{20,}|\bgsk_\w{20,}|\bxai-\w{20,}|\bpplx-\w{20,}/g),
  whole(/\bSG\.[\w-]{16,}\.[\w-]{16,}|\bshp(?:at|ca|pa|ss)_\w{16,}|\b\d{8,10}:AA[\w-]{30,}|\bSK[0-9a-f]{32}\b/g),
  whole(/\blin_(?:api|oauth)_\w{20,}|\bntn_\w{20,}|\bsecret_\w{30,}|\bAGE-SECRET-KEY-1\w{20,}/g),
];

const cardCandidate = /(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.]?\d)/g;

/** The text without what looks like a secret: keys and tokens of common vendors, passwords, payment cards. */
export function redact(text: string): Redaction {
  let count = 0;
  let result = text;
  for (const { pattern, replacement } of patterns) {
    result = result.replace(pattern, (_match: string, kept: unknown) => {
      count += 1;
      return replacement.replace('$1', () => (typeof kept === 'string' ? kept : ''));
    });
  }
  result = result.replace(cardCandidate, (candidate) => {
    if (!isCardNumber(candidate)) return candidate;
    count += 1;
    return redacted;
  });
  return { text: result, count };
}

/** Starts like a card of a known network and passes the check digit, so that order numbers mostly stay. */
function isCardNumber(candidate: string): boolean {
  const digits = candidate.replaceAll(/\D/g, '');
  if (!/^(?:4|5[1-5]|2[2-7]|3[0-9]|6[0-9]|50|5[6-9]|62|81)/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
