import { isAbsolute, join } from 'node:path';
import type { AgentName } from '../../contract/imports.ts';
import type { Account } from '../host.ts';

/** Where each agent keeps its settings and sessions: where its own variable says, else the usual folder. */
export function agentHome(agent: AgentName, { homeDir, environment }: Account): string {
  const { variable, folder, namesParent } = places[agent];
  const chosen = environment[variable];
  if (chosen === undefined || !isAbsolute(chosen)) return join(homeDir, folder);
  return namesParent ? join(chosen, folder) : chosen;
}

interface Place {
  readonly variable: string;
  readonly folder: string;
  /** Gemini's variable stands in for the home directory and not for the folder in it. */
  readonly namesParent: boolean;
}

const places: Readonly<Record<AgentName, Place>> = {
  'claude-code': { variable: 'CLAUDE_CONFIG_DIR', folder: '.claude', namesParent: false },
  codex: { variable: 'CODEX_HOME', folder: '.codex', namesParent: false },
  gemini: { variable: 'GEMINI_CLI_HOME', folder: '.gemini', namesParent: true },
};
