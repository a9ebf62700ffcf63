import { expect, it } from 'vitest';
import { claudeCodeSnippet, codexSnippet, jsonSnippet } from './mcp-snippets.ts';

const file = '/Applications/Hive bar.app/Contents/Resources/cli/hivebar.cjs';
const launch = { command: 'node', args: [file, 'mcp', '--data-dir', `/Users/ada/it's "mine"`], installed: true };

it('keeps a path with blanks and quotes together in a terminal', () => {
  expect(claudeCodeSnippet(launch)).toBe(
    `claude mcp add --scope user hivebar -- node '${file}' mcp --data-dir '/Users/ada/it'\\''s "mine"'`,
  );
});

it('gives JSON and TOML that hold the same command', () => {
  const { command, args } = launch;
  expect(JSON.parse(jsonSnippet(launch))).toEqual({ mcpServers: { hivebar: { command, args } } });
  const [table, commandLine, argsLine = ''] = codexSnippet(launch).split('\n');
  expect([table, commandLine]).toEqual(['[mcp_servers.hivebar]', 'command = "node"']);
  expect(JSON.parse(argsLine.replace('args = ', ''))).toEqual(args);
});
