import type { Connection, DiffLine, MadeChange, ShownPlan } from '../../contract/connect.ts';
import type { Colour, Terminal } from '../terminal.ts';
import { printable, textTable } from '../text-table.ts';

/** The three agents and how they stand, for people. */
export function connectionsText(connections: readonly Connection[], terminal: Terminal): string {
  const colours = new Map(connections.map(({ state }) => [stateWords[state], stateColours[state]]));
  return textTable(
    [{ title: 'agent' }, { title: 'state' }, { title: 'details' }],
    connections.map(({ agent, state, message }) => [agent, stateWords[state], message]),
    {
      paintTitle: (text) => terminal.paint('dim', text),
      paintCell: (text, column) => (column === 1 ? terminal.paint(colours.get(text) ?? 'dim', text) : text),
    },
  );
}

/** The file, the lines that change in it, and what to know besides. */
export function planText({ file, message, diff, notes }: ShownPlan, terminal: Terminal): string {
  return [
    printable(message),
    ...(diff.length === 0
      ? []
      : ['', terminal.paint('bold', printable(file)), ...diff.map((line) => diffText(line, terminal)), '']),
    ...notes.map((note) => `Note: ${printable(note)}`),
    '',
  ].join('\n');
}

export function madeText({ file, backup }: MadeChange): string {
  const copy = backup === null ? '' : ` The file as it was: ${printable(backup)}`;
  return `Changed ${printable(file)}.${copy}\n`;
}

function diffText({ kind, text }: DiffLine, terminal: Terminal): string {
  const shown = printable(text.replaceAll('\t', '    '));
  switch (kind) {
    case 'added':
      return terminal.paint('green', `  + ${shown}`);
    case 'removed':
      return terminal.paint('red', `  - ${shown}`);
    case 'same':
      return `    ${shown}`;
    case 'gap':
      return terminal.paint('dim', '    …');
  }
}

const stateWords: Readonly<Record<Connection['state'], string>> = {
  connected: 'connected',
  'connected-elsewhere': 'elsewhere',
  partly: 'incomplete',
  'not-connected': 'not connected',
  'not-installed': 'not installed',
  unreadable: 'unreadable',
};

const stateColours: Readonly<Record<Connection['state'], Colour>> = {
  connected: 'green',
  'connected-elsewhere': 'yellow',
  partly: 'yellow',
  'not-connected': 'dim',
  'not-installed': 'dim',
  unreadable: 'red',
};
