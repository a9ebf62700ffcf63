import type { Outcome } from './failure.ts';
import type { OptionReader } from './option-reader.ts';
import type { Terminal } from './terminal.ts';

/** One option of a command, as `--help` shows it and as the command line is read. */
export interface OptionSpec {
  /** `flag` takes no value, `text` takes one, `list` may be given several times. */
  readonly kind: 'flag' | 'text' | 'list';
  /** What stands for the value in `--help`; flags have none. */
  readonly value?: string;
  readonly says: string;
}

/** What a command is given: everything of the outside world comes through here. */
export interface Invocation {
  readonly operands: readonly string[];
  readonly options: OptionReader;
  readonly json: boolean;
  /** Absolute; need not exist yet. */
  readonly dataDir: string;
  readonly terminal: Terminal;
}

/** One command. Its help, its checks and its dispatch derive from this value. */
export interface Command {
  readonly name: string;
  /** One line, without a full stop, in the imperative. */
  readonly summary: string;
  /** What stands after the name in the usage line, such as `TABLE [FILE]`. */
  readonly operands: string;
  readonly operandCount: { readonly min: number; readonly max: number };
  /** Further paragraphs of `--help`, each a line. */
  readonly details?: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly examples: readonly { readonly line: string; readonly says: string }[];
  run(invocation: Invocation): Promise<Outcome>;
}

/** The options that every command has. */
export const commonOptions = {
  'data-dir': {
    kind: 'text',
    value: 'DIR',
    says: 'where Hivebar keeps its data; the default stands in `hivebar --help`',
  },
  json: { kind: 'flag', says: 'print JSON for programs instead of text for people' },
  help: { kind: 'flag', says: 'say how this command is used' },
} as const satisfies Record<string, OptionSpec>;
