/** One column of a printed table. */
export interface TextColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** How a table is drawn. Painting must not change how wide a text is. */
export interface TableLook {
  readonly maxCellWidth?: number;
  readonly paintTitle?: (text: string) => string;
  readonly paintCell?: (text: string, column: number) => string;
}

function asIs(text: string): string {
  return text;
}

/**
 * Aligned text, two spaces between columns, no trailing blanks, a newline at the end.
 * Cells are made safe first: a window title must not be able to steer the terminal.
 */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  { maxCellWidth = Infinity, paintTitle = asIs, paintCell = asIs }: TableLook = {},
): string {
  const safeRows = rows.map((row) => columns.map((_, at) => clipped(printable(row[at] ?? ''), maxCellWidth)));
  const widths = columns.map((column, at) =>
    safeRows.reduce((widest, row) => Math.max(widest, displayWidth(row[at] ?? '')), displayWidth(column.title)),
  );
  const line = (cells: readonly string[], paint: (text: string, column: number) => string): string =>
    cells
      .map((cell, at) => {
        const blanks = ' '.repeat((widths[at] ?? 0) - displayWidth(cell));
        const last = at === cells.length - 1;
        if (columns[at]?.align === 'right') return blanks + paint(cell, at);
        return paint(cell, at) + (last ? '' : blanks);
      })
      .join('  ');
  const titles = columns.map((column) => column.title);
  const head = titles.some((title) => title !== '') ? [line(titles, paintTitle)] : [];
  return [...head, ...safeRows.map((row) => line(row, paintCell))].map((text) => `${text.trimEnd()}\n`).join('');
}

/** The text with everything that steers a terminal written out, so that it is seen and does nothing. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (control) => {
    if (control === '\n') return '\\n';
    if (control === '\t') return '\\t';
    if (control === '\r') return '\\r';
    return `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function clipped(text: string, maxWidth: number): string {
  if (displayWidth(text) <= maxWidth) return text;
  let width = 1;
  let kept = '';
  for (const letter of text) {
    width += displayWidth(letter);
    if (width > maxWidth) break;
    kept += letter;
  }
  return `${kept}…`;
}

/** Columns that a terminal gives the text: wide East Asian letters and emoji take two, combining marks none. */
export function displayWidth(text: string): number {
  if (/^[\u0020-\u007e]*$/.test(text)) return text.length;
  let width = 0;
  for (const letter of text) {
    const takesNone = /\p{Mn}|\p{Me}|\p{Cf}/u.test(letter);
    width += takesNone ? 0 : wideLetter.test(letter) ? 2 : 1;
  }
  return width;
}

/** Hangul, CJK with its punctuation, full-width forms, emoji shown as pictures, and the supplementary CJK planes. */
const wideLetter =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
