import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands } from './command-list.ts';
import { exitCodes } from './failure.ts';

/** Tests run in the root of the repository. */
const text = readFileSync('docs/cli.md', 'utf8');

describe('docs/cli.md', () => {
  it('has a section for every command and for nothing else', () => {
    const sections = [...text.matchAll(/^## ([a-z]+)$/gm)].map((match) => match[1]);
    expect(sections).toEqual(commands.map(({ name }) => name));
  });

  it.each(commands)('names every option of $name in its section', ({ name, options }) => {
    const section = new RegExp(`^## ${name}\\n([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(text)?.[1] ?? '';
    for (const option of Object.keys(options)) expect(section).toContain(`--${option}`);
  });

  it('explains every exit status', () => {
    const explained = [...text.matchAll(/^\| (\d) +\| /gm)].map((match) => Number(match[1]));
    expect(explained).toEqual(Object.values(exitCodes));
  });
});
