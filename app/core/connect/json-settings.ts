import {
  type FormattingOptions,
  type ParseError,
  applyEdits,
  findNodeAtLocation,
  modify,
  parse,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { fail, ok } from '../../contract/result.ts';
import type { Edit, SettingsFormat } from './settings-format.ts';

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
    const formattingOptions = formattingOf(content);
    const appended = behindComment(content, section, edits);
    content = appended ?? content;
    for (const { key, value } of edits) {
      if (appended !== undefined && value !== undefined) continue;
      content = applyEdits(content, modify(content, [section, key], value, { formattingOptions }));
    }
    const left: unknown = (parse(content) as Record<string, unknown>)[section];
    if (dropEmpty && isObject(left) && Object.keys(left).length === 0) {
      content = applyEdits(content, modify(content, [section], undefined, { formattingOptions }));
    }
    return ok(mark + content);
  },
};

/**
 * The text with all keys that `edits` set, where they are new and the last key of the section has a comment on its
 * line: the parser's own editing would part the two. Undefined in any other case.
 */
function behindComment(text: string, section: string, edits: readonly Edit[]): string | undefined {
  const tree = parseTree(text);
  const found = tree === undefined ? undefined : findNodeAtLocation(tree, [section]);
  const last = found?.children?.at(-1);
  if (tree === undefined || last === undefined) return undefined;
  const set = edits.filter(({ value }) => value !== undefined);
  if (set.length === 0 || set.some(({ key }) => findNodeAtLocation(tree, [section, key]))) return undefined;
  const end = last.offset + last.length;
  const [whole, comma = '', comment, eol] =
    /^(\s*,)?([ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*))(\r?\n)/.exec(text.slice(end)) ?? [];
  if (whole === undefined || comment === undefined || eol === undefined) return undefined;
  const indent = /[ \t]*$/.exec(text.slice(0, last.offset))?.[0] ?? '';
  const lines = set.map(({ key, value }) => `${indent}${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const added = `${lines.join(`,${eol}`)}${comma.trim()}${eol}`;
  return `${text.slice(0, end)},${comment}${eol}${added}${text.slice(end + whole.length)}`;
}

/** How the file is written already, so that what is added looks the same. */
function formattingOf(text: string): FormattingOptions {
  const indent = /^[{[]?[^\S\n]*\r?\n([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 4 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

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
