import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mcpLaunch } from './mcp-launch.ts';

const linux = {
  platform: 'linux',
  account: { homeDir: '/home/ada', environment: { HIVEBAR_DATA_DIR: '/data' } },
} as const;

it('names the data directory unless every client finds it by itself', async () => {
  const commandFile = '/opt/hivebar/cli/hivebar.cjs';
  const usual = { commandFile, dataDir: '/home/ada/.local/share/hivebar', host: linux };
  expect((await mcpLaunch(usual)).args).toEqual([commandFile, 'mcp']);
  expect((await mcpLaunch({ ...usual, dataDir: '/data' })).args).toEqual([commandFile, 'mcp', '--data-dir', '/data']);
});

it('says when there is no command line to start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hivebar-command-'));
  const commandFile = join(folder, 'hivebar.cjs');
  const deps = { commandFile, dataDir: '/data', host: linux };
  expect(await mcpLaunch(deps)).toMatchObject({ installed: false });
  await writeFile(commandFile, '');
  expect(await mcpLaunch(deps)).toMatchObject({ command: 'node', installed: true });
  await rm(folder, { recursive: true });
});
