import { describe, expect, it } from 'vitest';
import { AnswerLines, failureText } from './answer-lines.ts';
import { TextLines } from './text-lines.ts';

function recorder() {
  const heard = { rows: [] as string[], columns: [] as unknown[], totals: [] as unknown[], progress: [] as unknown[] };
  const sink = {
    rows: (lines: Buffer, lengths: readonly number[]) => {
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(lines.length);
      let from = 0;
      for (const length of lengths) {
        heard.rows.push(lines.subarray(from, from + length - 1).toString('utf8'));
        from += length;
      }
      return Promise.resolve();
    },
    columns: (columns: unknown) => void heard.columns.push(columns),
    totals: (values: unknown, bytes: number) => void heard.totals.push([values, bytes]),
    progress: (figures: unknown) => void heard.progress.push(figures),
  };
  return { heard, sink };
}

const answer = `{"progress":{"read_rows":"3","read_bytes":"24","total_rows_to_read":"9","elapsed_ns":"5"}}
{"meta":[{"name":"a","type":"String"}]}
{"row":["ä"]}
{"row":["{\\"row\\":[1]}"]}
{"progress":{"read_rows":"9","read_bytes":"72"}}
{"row":[null]}
{"totals":["ä"]}
{"rows_before_limit_at_least":3}
`;

describe('an answer', () => {
  it('is understood wherever it is cut into pieces', async () => {
    const bytes = Buffer.from(answer);
    for (const size of [1, 2, 7, 16, 50, 1000]) {
      const { heard, sink } = recorder();
      const lines = new AnswerLines(sink);
      for (let from = 0; from < bytes.length; from += size) await lines.add(bytes.subarray(from, from + size));
      expect(heard).toEqual({
        rows: ['{"row":["ä"]}', String.raw`{"row":["{\"row\":[1]}"]}`, '{"row":[null]}'],
        columns: [[{ name: 'a', type: 'String' }]],
        totals: [[['ä'], 18]],
        progress: [
          { rowsRead: 3, bytesRead: 24, totalRows: 9 },
          { rowsRead: 9, bytesRead: 72, totalRows: 0 },
        ],
      });
      expect(lines.failure()).toBeUndefined();
    }
  });

  it('may end in a failure that is a line', async () => {
    const lines = new AnswerLines(recorder().sink);
    await lines.add(Buffer.from('{"row":[1]}\n{"exception":"Code: 395. DB::Exception: boom"}\n'));
    expect(lines.failure()).toBe('Code: 395. DB::Exception: boom');
  });

  it('may end in a failure that is a block, wherever that is cut', async () => {
    const end =
      '{"row":[1]}\n\r\n__exception__\r\nabcdefgh\r\nCode: 395. DB::Exception: boom\nand more\n39 abcdefgh\r\n__exception__\r\n';
    for (const size of [1, 5, 1000]) {
      const { heard, sink } = recorder();
      const lines = new AnswerLines(sink);
      for (let from = 0; from < end.length; from += size) await lines.add(Buffer.from(end.slice(from, from + size)));
      expect(lines.failure()).toBe('Code: 395. DB::Exception: boom\nand more');
      expect(heard.rows).toEqual(['{"row":[1]}']);
    }
  });
});

describe('the end of a file', () => {
  it('tells of a failure only where there is the mark', () => {
    expect(failureText('1,2\n3,4\n')).toBeUndefined();
    expect(failureText('1,2\r\n__exception__\r\nabc\r\nCode: 1. boom\n13 abc\r\n__exception__\r\n')).toBe(
      'Code: 1. boom',
    );
  });
});

describe('an answer in another format', () => {
  it('becomes a row for each line, the last one too', async () => {
    const { heard, sink } = recorder();
    const lines = new TextLines(sink, 'CSV');
    const bytes = Buffer.from('1,"ä"\n\n2,"b\\"');
    for (const byte of bytes) await lines.add(Buffer.from([byte]));
    await lines.end();
    expect(heard.rows.map((row) => (JSON.parse(row) as { row: unknown[] }).row)).toEqual([
      ['1,"ä"'],
      [''],
      ['2,"b\\"'],
    ]);
    expect(heard.columns).toEqual([[{ name: 'FORMAT CSV', type: 'String' }]]);
  });
});
