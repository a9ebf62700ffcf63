import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { fail, ok } from '../../contract/result.ts';
import { removeKey, setKey } from './json-edits.ts';
import type { SettingsFormat } from './settings-format.ts';

/** JSON as agents read it: comments and trailing commas are allowed and stay. */
export const jsonSettings: SettingsFormat = {
  parse(text) {
    const content = withoutMark(text);
    if (content.trim() === '') return ok({});
    const errors: ParseError[] = [];
    const parsed: unknown = parse(content, errors, { allowTrailingComma: true });
    const [error] = errors;
    if (error !== undefined) {
      const line = content.slice(0, error.offset).split('\n').length;
      return fail(`line ${line} is not JSON (${spaced(printParseErrorCode(error.error))})`);
    }
    if (!isObject(parsed)) return fail('it holds no JSON object');
    return ok(parsed);
  },
  change(text, section, edits, { dropEmpty }) {
    const mark = text.slice(0, text.length - withoutMark(text).length);
    let content = withoutMark(text);
    if (content.trim() === '') content = '{}\n';
    for (const { key, value } of edits) {
      content = value === undefined ? removeKey(content, [section, key]) : setKey(content, [section, key], value);
    }
    const left: unknown = (parse(content) as Record<string, unknown>)[section];
    if (dropEmpty && isObject(left) && Object.keys(left).length === 0) content = removeKey(content, [section]);
    return ok(mark + content);
  },
};

/** A byte order mark is no part of the JSON, and stays. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `CommaExpected` reads `comma expected`. */
function spaced(code: string): string {
  return code.replace(/(?<=.)([A-Z])/g, ' $1').toLowerCase();
}
