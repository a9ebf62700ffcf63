import { expect, it } from 'vitest';
import { firstLine, formatPartName } from './name.ts';

it('names parts in words', () => {
  expect(['database', 'screen-text', 'some_source', 'claude-code', 'otlp'].map(formatPartName)).toEqual([
    'Database',
    'Screen text',
    'Some source',
    'Claude Code',
    'OTLP receiver',
  ]);
});

it('takes the first line of a message that says anything', () => {
  expect(firstLine('\n\n  ToolTimeout:\tafter  120 s\r\n  at run')).toBe('ToolTimeout: after 120 s');
  expect(firstLine('')).toBe('');
});
