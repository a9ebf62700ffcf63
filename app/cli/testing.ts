import type { Command } from './command.ts';
import { readOptions } from './option-reader.ts';

/** Runs a command where nobody can be asked; gives its outcome and all that it printed and told. */
export async function runCommand(command: Command, words: readonly string[], dataDir: string) {
  const printed: string[] = [];
  const read = readOptions(words, { ...command.options, json: { kind: 'flag', says: '' } });
  if (!read.ok) throw new Error(read.error.message);
  const { operands, options } = read.value;
  const terminal = {
    print: (text: string | Uint8Array) => Promise.resolve(void printed.push(String(text))),
    tell: (text: string) => void printed.push(text),
    interactive: false,
    showsProgress: false,
    paint: (_colour: string, text: string) => text,
    columns: 100,
  };
  const outcome = await command.run({ operands, options, json: options.flag('json'), dataDir, terminal });
  return { outcome, text: printed.join('') };
}
