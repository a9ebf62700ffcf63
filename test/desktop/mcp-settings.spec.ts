import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect } from '@playwright/test';
import { violations } from './axe.ts';
import { test } from './fixtures.ts';
import { picture } from './pictures.ts';
import { SettingsPage } from './settings-page.ts';

interface McpSettings {
  readonly mcpServers: { readonly hivebar: { readonly command: string; readonly args: string[] } };
}

test('what the settings say of MCP starts a server that answers about this Hivebar', async ({
  start,
  dataDir,
}, testInfo) => {
  const app = await start({ args: ['--show', 'overview'] });
  await expect(await app.overview.state()).toHaveAttribute('data-state', 'recording');
  const page = await app.overview.page();
  await page.getByTestId('go-settings').click();
  await new SettingsPage(page).section('endpoints');
  const card = page.getByTestId('mcp');
  const snippet = (name: string) => card.getByRole('region', { name });
  await expect(snippet('Claude Code')).toContainText('claude mcp add --scope user hivebar -- node /');
  await expect(snippet('Codex')).toContainText('[mcp_servers.hivebar]');
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page), colorScheme).toEqual([]);
    await picture(page, `settings-mcp-${colorScheme}`, testInfo);
  }
  const copy = card.getByRole('button', { name: 'Copy Claude Desktop' });
  await copy.click();
  await expect(copy).toHaveAttribute('data-outcome', 'copied');

  const settings = JSON.parse((await snippet('Claude Desktop').textContent()) ?? '') as McpSettings;
  const { command, args } = settings.mcpServers.hivebar;
  expect(args.slice(1)).toEqual(['mcp', '--data-dir', dataDir]);
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(new StdioClientTransport({ command, args }));
  const answer = await client.callTool({ name: 'context_now', arguments: {} });
  expect(answer).toMatchObject({ structuredContent: { recording_paused: false } });
  await client.close();
});
