import { type McpLaunch } from '../../contract/settings-calls.ts';

/** A line for the terminal that lets Claude Code start it, in every project. */
export function claudeCodeSnippet({ command, args }: McpLaunch): string {
  return ['claude mcp add --scope user hivebar --', ...[command, ...args].map(shellWord)].join(' ');
}

/** For the settings files of Claude Desktop, Gemini CLI and most others. */
export function jsonSnippet({ command, args }: McpLaunch): string {
  return JSON.stringify({ mcpServers: { hivebar: { command, args } } }, null, 2);
}

/** For `config.toml` of Codex. */
export function codexSnippet({ command, args }: McpLaunch): string {
  return ['[mcp_servers.hivebar]', `command = ${tomlText(command)}`, `args = [${args.map(tomlText).join(', ')}]`].join(
    '\n',
  );
}

/** A word as a shell takes it literally. */
function shellWord(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A basic string of TOML has the escapes of JSON, and must escape DEL besides. */
function tomlText(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f');
}
