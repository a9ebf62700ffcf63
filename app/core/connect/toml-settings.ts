import { parse } from 'smol-toml';
import { fail, ok } from '../../contract/result.ts';
import type { Json } from './json-value.ts';
import type { Edit, SettingsFormat } from './settings-format.ts';
import { tomlStatements } from './toml-statements.ts';

/**
 * TOML, changed statement by statement, because no writer of TOML keeps comments and order. Whoever calls compares the
 * data before and after; a section that is written in a form not handled here is refused and not guessed at.
 */
export const tomlSettings: SettingsFormat = {
  parse(text) {
    try {
      return ok(parse(text, { integersAsBigInt: 'asNeeded' }));
    } catch (error) {
      const line = error instanceof Error && 'line' in error ? `line ${String(error.line)} ` : 'it ';
      return fail(`${line}is not TOML`);
    }
  },
  change(text, section, edits, { dropEmpty }) {
    const lines = placed(text);
    const inlineForm = lines.some(
      ({ table, kind, keys }) => kind === 'pair' && table.length === 0 && keys[0] === section,
    );
    if (inlineForm) {
      return fail(`"${section}" stands there outside a [${section}] table, a form that Hivebar does not change`);
    }
    return ok(joined(changed(lines, section, edits, dropEmpty), text.includes('\r\n') ? '\r\n' : '\n'));
  },
};

/** A statement, the table it stands in (or opens), and its own key. */
interface Line {
  readonly kind: 'header' | 'pair' | 'trivia';
  readonly text: string;
  readonly table: readonly string[];
  readonly keys: readonly string[];
}

function placed(text: string): Line[] {
  let table: readonly string[] = [];
  return tomlStatements(text).map((statement) => {
    if (statement.kind === 'header') table = pathOf(parse(statement.text));
    return { ...statement, table, keys: statement.kind === 'pair' ? Object.keys(parse(statement.text)) : [] };
  });
}

/** `[a.b]` and `[[a.b]]` parse to one key in another. */
function pathOf(header: unknown): string[] {
  const inner: unknown = Array.isArray(header) ? header[0] : header;
  if (typeof inner !== 'object' || inner === null) return [];
  const [entry] = Object.entries(inner);
  return entry === undefined ? [] : [entry[0], ...pathOf(entry[1])];
}

function changed(lines: readonly Line[], section: string, edits: readonly Edit[], dropEmpty: boolean): Line[] {
  const touched = new Map(edits.map((edit) => [edit.key, edit.value]));
  const inSection = ({ table }: Line): boolean => table.length === 1 && table[0] === section;
  const written = new Set<string>();
  const kept: Line[] = [];
  for (const line of lines) {
    const [top, key = ''] = line.table;
    // [otel.exporter.…]: a table of a key that is edited goes as a whole; a person's comments stay.
    if (top === section && touched.has(key) && line.table.length > 1 && line.kind !== 'trivia') continue;
    const own = line.keys[0] ?? '';
    if (line.kind !== 'pair' || !inSection(line) || !touched.has(own)) {
      kept.push(line);
      continue;
    }
    const value = touched.get(own);
    if (value !== undefined && !written.has(own)) kept.push(pair(section, own, value));
    written.add(own);
  }
  const added = edits.flatMap(({ key, value }) =>
    value === undefined || written.has(key) ? [] : [pair(section, key, value)],
  );
  if (added.length > 0) insert(kept, section, added);
  return dropEmpty ? withoutEmpty(kept, section) : kept;
}

/** Behind the last pair of the section; where there is no section, at the place where it may begin. */
function insert(lines: Line[], section: string, added: readonly Line[]): void {
  const own = lines.findLastIndex(({ table, kind }) => table.length === 1 && table[0] === section && kind !== 'trivia');
  if (own >= 0) {
    lines.splice(own + 1, 0, ...added);
    return;
  }
  const header: Line = { kind: 'header', text: `[${section}]\n`, table: [section], keys: [] };
  const blank: Line = { kind: 'trivia', text: '\n', table: [section], keys: [] };
  const below = lines.findIndex(({ table, kind }) => kind === 'header' && table[0] === section);
  if (below >= 0) lines.splice(below, 0, header, ...added, blank);
  else lines.push(...(lines.length === 0 ? [] : [blank]), header, ...added);
}

/** Without the header of a section that holds nothing any more, and the blank line that was set before it. */
function withoutEmpty(lines: Line[], section: string): Line[] {
  const holds = lines.some(({ table, kind }) => table[0] === section && (kind === 'pair' || table.length > 1));
  const header = lines.findIndex(({ table, kind }) => kind === 'header' && table.length === 1 && table[0] === section);
  if (holds || header < 0) return lines;
  const blankBefore = lines[header - 1]?.text.trim() === '' ? 1 : 0;
  return [...lines.slice(0, header - blankBefore), ...lines.slice(header + 1)];
}

function pair(section: string, key: string, value: Json): Line {
  return { kind: 'pair', text: `${keyText(key)} = ${inline(value)}\n`, table: [section], keys: [key] };
}

/** With one kind of line break, and one between a last line that had none and what follows it. */
function joined(lines: readonly Line[], eol: string): string {
  return lines
    .map(({ text }, index) => {
      const whole = index < lines.length - 1 && !text.endsWith('\n') ? `${text}\n` : text;
      return eol === '\n' ? whole : whole.replace(/\r?\n$/, eol);
    })
    .join('');
}

/** A value on one line. Strings are escaped as in JSON, which TOML's basic strings understand. */
function inline(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => inline(item)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, item]) => `${keyText(key)} = ${inline(item)}`);
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
  }
  return JSON.stringify(value);
}

function keyText(key: string): string {
  return /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
}
