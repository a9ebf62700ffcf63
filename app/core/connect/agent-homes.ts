import { isAbsolute, join } from 'node:path';
import type { AgentName } from '../../contract/imports.ts';
import type { Account } from '../host.ts';

/** Where each agent keeps its settings and sessions: the folder that its own variable names, else the usual one. */
export function agentHome(agent: AgentName, { homeDir, environment }: Account): string {
  const chosen = environment[variables[agent]];
  return chosen !== undefined && isAbsolute(chosen) ? chosen : join(homeDir, folders[agent]);
}

const variables: Readonly<Record<AgentName, string>> = {
  'claude-code': 'CLAUDE_CONFIG_DIR',
  codex: 'CODEX_HOME',
  gemini: 'GEMINI_CLI_CONFIG_DIR',
};

const folders: Readonly<Record<AgentName, string>> = { 'claude-code': '.claude', codex: '.codex', gemini: '.gemini' };
