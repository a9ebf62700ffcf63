/** A combination of keys as Electron writes it, such as `Control+Alt+H`. */
const modifiers = ['Command', 'Control', 'CommandOrControl', 'Alt', 'Option', 'Shift', 'Super'];
const namedKeys = [
  'Space',
  'Tab',
  'Return',
  'Insert',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Up',
  'Down',
  'Left',
  'Right',
];

/** Whether `keys` may be pressed anywhere: Shift alone would take a letter away from every application. */
export function isShortcut(keys: string): boolean {
  const parts = keys.split('+');
  const key = parts.pop() ?? '';
  const known = parts.every((part) => modifiers.includes(part)) && new Set(parts).size === parts.length;
  const functionKey = /^F([1-9]|1\d|2[0-4])$/.test(key);
  const held = functionKey || parts.some((part) => part !== 'Shift');
  return known && held && (functionKey || /^[A-Z0-9]$/.test(key) || namedKeys.includes(key));
}

/** What a key press says of itself, as far as it is needed here. */
export interface KeyPress {
  /** The key by its place, such as `KeyH`. */
  readonly code: string;
  readonly metaKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The combination that was pressed; undefined while only modifiers are held, or for a key that has no name here. */
export function shortcutOf(press: KeyPress, platform: string): string | undefined {
  const key = keyOf(press.code);
  if (key === undefined) return undefined;
  const held = [
    press.ctrlKey ? 'Control' : '',
    press.altKey ? 'Alt' : '',
    press.shiftKey ? 'Shift' : '',
    press.metaKey ? (platform === 'darwin' ? 'Command' : 'Super') : '',
  ].filter((name) => name !== '');
  return [...held, key].join('+');
}

function keyOf(code: string): string | undefined {
  const plain = /^(?:Key([A-Z])|Digit([0-9])|(F[0-9]+))$/.exec(code);
  if (plain !== null) return plain[1] ?? plain[2] ?? plain[3];
  const name = code === 'Enter' ? 'Return' : code.replace(/^Arrow/, '');
  return namedKeys.includes(name) ? name : undefined;
}
