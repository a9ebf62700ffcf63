import { type Command, type OptionSpec, commonOptions } from './command.ts';
import { textTable } from './text-table.ts';

/** What `hivebar --help` prints. */
export function generalHelp(commands: readonly Command[], version: string, defaultDataDir: string): string {
  return [
    `hivebar ${version}: the flight recorder of one person and their AI agents.`,
    '',
    'Usage: hivebar COMMAND [OPTIONS]',
    '',
    'Commands:',
    indented(
      textTable(
        [{ title: '' }, { title: '' }],
        commands.map((command) => [command.name, command.summary]),
      ),
    ),
    `Every command has --help, --json and --data-dir DIR (default ${defaultDataDir}).`,
    'Exit status: 0 all well, 1 something is down or some rows were refused, 2 the command line was not understood,',
    '3 nothing runs there or it does not answer.',
    '',
  ].join('\n');
}

/** What `hivebar COMMAND --help` prints. */
export function commandHelp(command: Command): string {
  const usage = ['Usage: hivebar', command.name, command.operands, '[OPTIONS]'].filter((part) => part !== '');
  const options = Object.entries({ ...command.options, ...commonOptions });
  return [
    usage.join(' '),
    '',
    `${capitalised(command.summary)}.`,
    ...(command.details ?? []),
    '',
    'Options:',
    indented(
      textTable(
        [{ title: '' }, { title: '' }],
        options.map(([name, spec]) => [spelt(name, spec), spec.says]),
      ),
    ),
    'Examples:',
    indented(
      textTable(
        [{ title: '' }, { title: '' }],
        command.examples.map(({ line, says }) => [line, says]),
      ),
    ),
  ].join('\n');
}

function spelt(name: string, spec: OptionSpec): string {
  const several = spec.kind === 'list' ? ' …' : '';
  return spec.value === undefined ? `--${name}` : `--${name} ${spec.value}${several}`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
