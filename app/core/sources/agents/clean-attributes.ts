import type { AttributeValue, Attributes } from '../otlp/otlp-record.ts';
import { isContent, isPersonal } from './personal-attributes.ts';

/** How texts are cleaned: `text` takes secrets out, `keepContent` says whether what was said is kept at all. */
export interface CleaningRules {
  readonly text: (text: string) => string;
  readonly keepContent: boolean;
}

const maxKeys = 256;
const maxDepth = 8;
const maxText = 4_096;
const maxKeptContent = 65_536;

/** The attributes as JSON text, without personal data, without secrets, within limits. Content is cut or left out. */
export function cleanAttributes(attributes: Attributes, rules: CleaningRules): string {
  const kept: Record<string, AttributeValue> = {};
  let count = 0;
  for (const [key, value] of Object.entries(attributes)) {
    if (isPersonal(key)) continue;
    count += 1;
    if (count > maxKeys) {
      kept['hivebar.attributes_left_out'] = Object.keys(attributes).length - maxKeys;
      break;
    }
    kept[key.slice(0, 200)] = cleanAttribute(key, value, rules, 0);
  }
  return JSON.stringify(kept);
}

function cleanAttribute(key: string, value: AttributeValue, rules: CleaningRules, depth: number): AttributeValue {
  if (isContent(key)) {
    if (!rules.keepContent) return leftOut(value);
    return cleanValue(value, rules, depth, maxKeptContent);
  }
  return cleanValue(value, rules, depth, maxText);
}

function cleanValue(value: AttributeValue, rules: CleaningRules, depth: number, limit: number): AttributeValue {
  if (typeof value === 'string') return cleanText(value, rules, limit);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) return '[too deep]';
  if (isList(value)) return value.slice(0, maxKeys).map((item) => cleanValue(item, rules, depth + 1, limit));
  const kept: Record<string, AttributeValue> = {};
  for (const [key, inner] of Object.entries(value).slice(0, maxKeys)) {
    if (!isPersonal(key)) kept[key.slice(0, 200)] = cleanAttribute(key, inner, rules, depth + 1);
  }
  return kept;
}

function isList(value: AttributeValue): value is readonly AttributeValue[] {
  return Array.isArray(value);
}

/** Says that there was something, and how much. */
function leftOut(value: AttributeValue): string {
  const length = typeof value === 'string' ? value.length : JSON.stringify(value).length;
  return `[${length} characters, not kept]`;
}

/** Cut first: what is not stored need not be searched for secrets. */
export function cleanText(text: string, rules: CleaningRules, limit: number): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}… [${text.length - limit} characters more]` : text;
  // The shortest secret that is recognised, `pwd=abc`, has seven characters.
  return cut.length < 7 ? cut : rules.text(cut);
}
