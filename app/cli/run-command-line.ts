import { resolve } from 'node:path';
import { type Command, commonOptions } from './command.ts';
import { type ExitCode, type Failure, exitCodes } from './failure.ts';
import { commandHelp, generalHelp } from './help.ts';
import { readOptions } from './option-reader.ts';
import { didYouMean } from './suggestion.ts';
import type { Terminal } from './terminal.ts';

/** What the command line needs of the process around it. */
export interface Surroundings {
  readonly terminal: Terminal;
  readonly commands: readonly Command[];
  readonly version: string;
  readonly defaultDataDir: string;
}

/** Reads one command line, runs the command that it names, and says how it ended. Never throws for what a person typed. */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { terminal, commands, version, defaultDataDir } = surroundings;
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    return explain(rest[0], name !== undefined, surroundings);
  }
  if (name === '--version' || name === '-V') {
    await terminal.print(`${version}\n`);
    return exitCodes.ok;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) return complain(terminal, false, unknownCommand(name, commands));
  if (beforeDashes(rest).some((word) => word === '--help' || word === '-h')) {
    await terminal.print(commandHelp(command));
    return exitCodes.ok;
  }
  const asksJson = beforeDashes(rest).includes('--json');
  const read = readOptions(rest, { ...commonOptions, ...command.options });
  if (!read.ok) return complain(terminal, asksJson, withHelpHint(read.error, command));
  const { operands, options } = read.value;
  const { min, max } = command.operandCount;
  if (operands.length < min || operands.length > max) {
    const message =
      operands.length < min
        ? `${command.name} needs ${command.operands}.`
        : `${command.name} does not take "${operands[max] ?? ''}".`;
    return complain(terminal, asksJson, withHelpHint({ exitCode: exitCodes.usage, message }, command));
  }
  const dataDir = resolve(options.text('data-dir') ?? defaultDataDir);
  const outcome = await command.run({ operands, options, json: options.flag('json'), dataDir, terminal });
  return outcome.ok ? outcome.value : complain(terminal, options.flag('json'), outcome.error);
}

async function explain(
  topic: string | undefined,
  asked: boolean,
  { terminal, commands, version, defaultDataDir }: Surroundings,
): Promise<ExitCode> {
  const command = commands.find((candidate) => candidate.name === topic);
  if (topic !== undefined && command === undefined) {
    return complain(terminal, false, unknownCommand(topic, commands));
  }
  const text = command === undefined ? generalHelp(commands, version, defaultDataDir) : commandHelp(command);
  if (asked) await terminal.print(text);
  else terminal.tell(text);
  return asked ? exitCodes.ok : exitCodes.usage;
}

function unknownCommand(name: string, commands: readonly Command[]): Failure {
  const names = commands.map((command) => command.name);
  return {
    exitCode: exitCodes.usage,
    message: `There is no command "${name}".${didYouMean(name, names)} See hivebar --help.`,
  };
}

function withHelpHint(failure: Failure, command: Command): Failure {
  return { ...failure, message: `${failure.message} See hivebar ${command.name} --help.` };
}

function complain(terminal: Terminal, json: boolean, { exitCode, message }: Failure): ExitCode {
  terminal.tell(json ? `${JSON.stringify({ error: { exitCode, message } })}\n` : `hivebar: ${message}\n`);
  return exitCode;
}

/** What stands behind `--` is data, even when it looks like an option. */
function beforeDashes(args: readonly string[]): readonly string[] {
  const at = args.indexOf('--');
  return at < 0 ? args : args.slice(0, at);
}
