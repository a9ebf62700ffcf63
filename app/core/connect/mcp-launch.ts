import { stat } from 'node:fs/promises';
import type { McpLaunch } from '../../contract/settings-calls.ts';
import type { Host } from '../host.ts';
import { defaultDataDir } from '../host/data-dir.ts';

export interface McpLaunchDeps {
  /** The file of the command line, absolute. */
  readonly commandFile: string;
  /** Of the recorder that clients shall ask. */
  readonly dataDir: string;
  readonly host: Pick<Host, 'platform' | 'account'>;
}

/**
 * How a client of MCP starts `hivebar mcp`. It runs with a Node of the person's own: ours runs nothing but the app. The
 * data directory is named unless everybody finds it: clients do not share the variables that we were started with.
 */
export async function mcpLaunch({ commandFile, dataDir, host }: McpLaunchDeps): Promise<McpLaunch> {
  const { platform, account } = host;
  const usual = defaultDataDir({ platform, homeDir: account.homeDir, environment: {} });
  const installed = await stat(commandFile).then(
    (found) => found.isFile(),
    () => false,
  );
  return {
    command: 'node',
    args: [commandFile, 'mcp', ...(dataDir === usual ? [] : ['--data-dir', dataDir])],
    installed,
  };
}
