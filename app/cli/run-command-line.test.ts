import { describe, expect, it } from 'vitest';
import { ok } from '../contract/result.ts';
import type { Command, Invocation } from './command.ts';
import { exitCodes, inTrouble } from './failure.ts';
import { keyedValues, wholeNumber } from './option-reader.ts';
import { runCommandLine } from './run-command-line.ts';

function commandThat(run: Command['run']): Command {
  return {
    name: 'query',
    summary: 'answer a question',
    operands: '"SQL"',
    operandCount: { min: 1, max: 1 },
    options: {
      format: { kind: 'text', value: 'FORMAT', says: 'how rows are printed' },
      limit: { kind: 'text', value: 'N', says: 'most rows' },
      param: { kind: 'list', value: 'NAME=VALUE', says: 'a parameter' },
      fast: { kind: 'flag', says: 'do not wait' },
    },
    examples: [{ line: 'hivebar query "SELECT 1"', says: 'prints 1' }],
    run,
  };
}

async function type(args: readonly string[], run: Command['run'] = () => Promise.resolve(ok(exitCodes.ok))) {
  let printed = '';
  let told = '';
  let invocation: Invocation | undefined;
  const command = commandThat((given) => {
    invocation = given;
    return run(given);
  });
  const exitCode = await runCommandLine(args, {
    terminal: {
      print: (text) => {
        printed += String(text);
        return Promise.resolve();
      },
      tell: (text) => {
        told += text;
      },
      interactive: false,
      showsProgress: false,
      paint: (_, text) => text,
      columns: 100,
    },
    commands: [command],
    version: '1.2.3',
    defaultDataDir: '/data',
  });
  return { exitCode, printed, told, invocation };
}

describe('a command line', () => {
  it('reaches its command with operands and options in any order', async () => {
    const line = ['--limit', '5', 'SELECT 1', '--param', 'a=1', '--param=b=x=y', '--fast', '--data-dir=/other'];
    const { invocation, exitCode } = await type(['query', ...line]);
    expect(exitCode).toBe(0);
    expect(invocation?.operands).toEqual(['SELECT 1']);
    expect(invocation?.dataDir).toBe('/other');
    expect(invocation?.options.flag('fast')).toBe(true);
    if (invocation === undefined) return;
    expect(wholeNumber(invocation.options, 'limit', { min: 1, max: 9, fallback: 1 })).toEqual(ok(5));
    expect(keyedValues(invocation.options, 'param')).toEqual(ok({ a: '1', b: 'x=y' }));
  });

  it('takes what follows -- as data', async () => {
    const { invocation } = await type(['query', '--', '--help']);
    expect(invocation?.operands).toEqual(['--help']);
  });

  it('uses the default data directory when none is given', async () => {
    expect((await type(['query', 'x'])).invocation?.dataDir).toBe('/data');
  });

  it.each([
    [['qurey'], 'There is no command "qurey". Did you mean query?'],
    [['zzzzzz'], 'There is no command "zzzzzz". See hivebar --help.'],
    [['query', 'x', '--fromat', 'CSV'], 'There is no option --fromat. Did you mean --format?'],
    [['query', 'x', '--format'], '--format needs a value: --format FORMAT.'],
    [['query', 'x', '--fast=yes'], '--fast takes no value.'],
    [['query', 'x', '--limit', '1', '--limit', '2'], '--limit was given twice'],
    [['query', 'x', '-q'], 'There is no option -q.'],
    [['query', 'x', '--constructor'], 'There is no option --constructor.'],
    [['query'], 'query needs "SQL".'],
    [['query', 'x', 'y'], 'query does not take "y".'],
    [['help', 'qurey'], 'Did you mean query?'],
  ])('refuses %j with exit status 2 and says what is wrong', async (args, message) => {
    const { exitCode, told, printed, invocation } = await type(args);
    expect(exitCode).toBe(2);
    expect(told).toContain(message);
    expect(printed).toBe('');
    expect(invocation).toBeUndefined();
  });

  it('prints help to standard output when asked and to standard error when it is the complaint', async () => {
    expect(await type(['--help'])).toMatchObject({ exitCode: 0, told: '' });
    expect((await type(['--help'])).printed).toContain('answer a question');
    expect(await type([])).toMatchObject({ exitCode: 2, printed: '' });
    const { printed, exitCode } = await type(['query', '--nonsense', '--help']);
    expect(exitCode).toBe(0);
    for (const part of ['--format FORMAT', '--param NAME=VALUE …', '--data-dir DIR', 'prints 1']) {
      expect(printed).toContain(part);
    }
    expect((await type(['help', 'query'])).printed).toBe(printed);
    expect((await type(['--version'])).printed).toBe('1.2.3\n');
  });

  it('ends with the exit status of a failure and says it once, as JSON for programs', async () => {
    const down = () => Promise.resolve(inTrouble('ClickHouse is down.'));
    expect(await type(['query', 'x'], down)).toMatchObject({ exitCode: 1, told: 'hivebar: ClickHouse is down.\n' });
    const { told } = await type(['query', 'x', '--json'], down);
    expect(JSON.parse(told)).toEqual({ error: { exitCode: 1, message: 'ClickHouse is down.' } });
  });
});
