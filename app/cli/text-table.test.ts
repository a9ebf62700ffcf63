import { describe, expect, it } from 'vitest';
import { displayWidth, printable, textTable } from './text-table.ts';

describe('a printed table', () => {
  it('aligns words left and numbers right and leaves no blanks at the ends', () => {
    const columns = [{ title: 'app' }, { title: 'minutes', align: 'right' as const }, { title: 'note' }];
    expect(
      textTable(columns, [
        ['Code', '7', 'x'],
        ['Terminal', '120', ''],
      ]),
    ).toBe(['app       minutes  note', 'Code            7  x', 'Terminal      120', ''].join('\n'));
  });

  it('counts wide letters as two columns and combining marks as none', () => {
    expect(displayWidth('日本')).toBe(4);
    expect(displayWidth('e\u0301')).toBe(1);
    expect(displayWidth('🙂')).toBe(2);
    expect(displayWidth('größe')).toBe(5);
  });

  it('shows what would steer the terminal instead of sending it', () => {
    expect(printable('a\u001b[2Jb\nc\u202ed')).toBe('a\\u001b[2Jb\\nc\\u202ed');
  });

  it('cuts a cell that is wider than allowed, never through a wide letter', () => {
    expect(textTable([{ title: '' }], [['日本語']], { maxCellWidth: 4 })).toBe('日…\n');
    expect(textTable([{ title: '' }], [['abcd']], { maxCellWidth: 4 })).toBe('abcd\n');
  });
});
