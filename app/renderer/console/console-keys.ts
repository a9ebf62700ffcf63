import { type KeyLine } from '../ui/keys-dialog.tsx';

/** Which keys do what in the console, on this platform. */
export function consoleKeys(platform: string): readonly KeyLine[] {
  const mod = platform === 'darwin' ? '⌘' : 'Ctrl';
  return [
    { keys: [mod, 'Enter'], does: 'Run the selection, else the statement at the cursor' },
    { keys: [mod, 'Shift', 'Enter'], does: 'Run all statements, up to the first that fails' },
    { keys: ['Esc'], does: 'Cancel what runs' },
    { keys: [mod, 'S'], does: 'Save the query' },
    { keys: [mod, 'Shift', 'F'], does: 'Format the statement' },
    { keys: ['Ctrl', 'Space'], does: 'Complete' },
    { keys: [mod, 'F'], does: 'Find and replace' },
    { keys: [mod, '/'], does: 'Turn lines into comments and back' },
    { keys: mod === '⌘' ? ['⇧', '⌥', 'M'] : ['Ctrl', 'M'], does: 'Let Tab leave the editor, and back' },
    { keys: ['F2'], does: 'Rename a tab; Delete closes it' },
    { keys: ['Enter'], does: 'In the grid: show a cell whole; on a name: sort' },
    { keys: ['Alt', '←→'], does: 'In the grid: make a column narrower or wider' },
    { keys: [mod, 'C'], does: 'In the grid: copy the cells; with Shift the names too' },
    { keys: ['F1'], does: 'Show this list' },
  ];
}
