import { type Node, createScanner, findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { Json } from './json-value.ts';

/**
 * Changes of single keys in a JSON text with comments. They touch the key's own characters and the comma beside it:
 * the parser's own editing formats whole lines anew and takes comments along. Keys are found by path from the root.
 */

/** SyntaxKind.CommaToken; the enum itself cannot be imported as a value under isolated modules. */
const commaToken = 5;

/** Sets a key, in place where it is there already, else behind the last of its object. */
export function setKey(text: string, path: readonly string[], value: Json): string {
  const root = parseTree(text);
  const found = root && findNodeAtLocation(root, [...path]);
  const parent = root && findNodeAtLocation(root, path.slice(0, -1));
  const key = path.at(-1);
  if (root === undefined || key === undefined) return text;
  if (found !== undefined) {
    const shown = printed(value, lineIndent(text, found.offset), styleOf(text));
    return replaced(text, found.offset, found.offset + found.length, shown);
  }
  if (parent === undefined) return setKey(text, path.slice(0, -1), { [key]: value });
  return appended(text, parent, key, value);
}

/** Takes a key away, with its line where it has one of its own; comments on other lines stay. */
export function removeKey(text: string, path: readonly string[]): string {
  const root = parseTree(text);
  const property = root && findNodeAtLocation(root, [...path])?.parent;
  const siblings = property?.parent?.children;
  if (property === undefined || siblings === undefined) return text;
  const end = property.offset + property.length;
  const comma = commaAfter(text, end);
  const previous = siblings[siblings.indexOf(property) - 1];
  const [from, to] = wholeLine(text, property.offset, comma === undefined ? end : comma + 1);
  const without = replaced(text, from, to, '');
  if (comma !== undefined || previous === undefined) return without;
  // It was the last one: the comma before it has nothing to part any more.
  const before = commaAfter(text, previous.offset + previous.length);
  return before === undefined || before > from ? without : replaced(without, before, before + 1, '');
}

function appended(text: string, parent: Node, key: string, value: Json): string {
  const style = styleOf(text);
  const close = parent.offset + parent.length - 1;
  const last = parent.children?.at(-1);
  const outer = lineIndent(text, parent.offset);
  if (last === undefined) {
    const inner = outer + style.indent;
    // A comment inside empty braces stays, on the lines above.
    const content = text.slice(parent.offset + 1, close).trimEnd();
    const entry = `${JSON.stringify(key)}: ${printed(value, inner, style)}`;
    return replaced(text, parent.offset + 1, close, `${content}${style.eol}${inner}${entry}${style.eol}${outer}`);
  }
  const end = last.offset + last.length;
  const comma = commaAfter(text, end);
  if (!text.slice(parent.offset, close).includes('\n')) {
    // A section gets lines of its own, so that a person can read what is added; a mere value stays on the line.
    const inner = outer + style.indent;
    const whole = typeof value === 'object' ? printed(value, inner, style) : JSON.stringify(value);
    if (typeof value !== 'object') return replaced(text, end, end, `, ${JSON.stringify(key)}: ${whole}`);
    const between = text.slice(comma === undefined ? end : comma + 1, close).trimEnd();
    return replaced(
      text,
      end,
      close,
      `,${between}${style.eol}${inner}${JSON.stringify(key)}: ${whole}${style.eol}${outer}`,
    );
  }
  const inner = lineIndent(text, last.offset);
  const entry = `${inner}${JSON.stringify(key)}: ${printed(value, inner, style)}`;
  // Behind the comma and the comment on the line of the last one, or right behind it when `}` follows on that line.
  const parted = comma === undefined ? replaced(text, end, end, ',') : text;
  const after = comma === undefined ? end + 1 : comma + 1;
  const rest = /^[^\r\n]*/.exec(parted.slice(after))?.[0] ?? '';
  const commentOnly = /^\s*(?:\/\/.*|(?:\/\*.*?\*\/)?\s*)$/.test(rest);
  const at = commentOnly ? after + rest.trimEnd().length : after;
  return replaced(parted, at, at, `${style.eol}${entry}${comma === undefined ? '' : ','}`);
}

interface Style {
  readonly indent: string;
  readonly eol: string;
}

/** How the text is written already, so that what is added looks the same. */
function styleOf(text: string): Style {
  const indent = /^\s*[{[][^\n]*\n(?:\s*\/\/[^\n]*\n)*([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return { indent, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

function printed(value: Json, outer: string, { indent, eol }: Style): string {
  return JSON.stringify(value, null, indent).replaceAll('\n', `${eol}${outer}`);
}

/** The blanks that the line of a position begins with. */
function lineIndent(text: string, position: number): string {
  const start = text.lastIndexOf('\n', position - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, position))?.[0] ?? '';
}

/** The range with its line break and indentation where nothing else stands on its lines. */
function wholeLine(text: string, from: number, to: number): [number, number] {
  const before = /(?:^|\n)[ \t]*$/.exec(text.slice(0, from));
  const after = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(to));
  if (before !== null && after !== null)
    return [from - (before[0].length - (before[0].startsWith('\n') ? 1 : 0)), to + after[0].length];
  const blanks = /^[ \t]*/.exec(text.slice(to))?.[0].length ?? 0;
  return [from, to + blanks];
}

function commaAfter(text: string, position: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(position);
  return (scanner.scan() as number) === commaToken ? scanner.getTokenOffset() : undefined;
}

function replaced(text: string, from: number, to: number, by: string): string {
  return text.slice(0, from) + by + text.slice(to);
}
