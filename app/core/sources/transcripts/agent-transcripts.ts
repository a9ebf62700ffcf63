import { basename, extname, join } from 'node:path';
import type { AgentName } from '../../../contract/imports.ts';
import { agentHome } from '../../connect/agent-homes.ts';
import type { Account } from '../../host.ts';
import type { AgentRow } from '../agents/agent-row.ts';
import { claudeCodeLines } from './claude-code-lines.ts';
import { codexLines } from './codex-lines.ts';
import { geminiLines } from './gemini-lines.ts';
import type { LineParser, MessageMemory, ParserContext } from './line-parser.ts';

/** Where an agent writes its sessions, and how they are read. */
interface TranscriptFormat {
  /** Folders of sessions, below the agent's home. */
  readonly folders: readonly string[];
  /** Whether a path below such a folder, or below one that the person names, is a session file. */
  readonly isSession: (path: string) => boolean;
  /** Which folders below those may hold some, so that the others need be neither read nor watched. */
  readonly mayHold: (names: readonly string[]) => boolean;
  readonly parser: (context: ParserContext) => LineParser;
  /** Files that belong together are read together, the session itself before its parts. Empty for a file of its own. */
  readonly familyOf: (path: string) => string;
  /** Whether telemetry names what this row tells of in another way, so that it would count twice beside it. */
  readonly isTwiceTold: (row: AgentRow) => boolean;
}

export const transcriptFormats: Readonly<Record<AgentName, TranscriptFormat>> = {
  'claude-code': {
    folders: ['projects'],
    isSession: (path) => path.endsWith('.jsonl'),
    mayHold: () => true,
    parser: claudeCodeLines,
    // projects/<project>/<session>.jsonl, and <session>/subagents/agent-<id>.jsonl for its agents.
    familyOf: (path) => /([0-9a-f-]{36})(?:\.jsonl$|[/\\])/.exec(path)?.[1] ?? '',
    isTwiceTold: ({ id }) => id.startsWith('claude-code:failed:'),
  },
  codex: {
    folders: ['sessions', 'archived_sessions'],
    isSession: (path) => /^rollout-.*\.jsonl$/.test(basename(path)),
    mayHold: () => true,
    parser: codexLines,
    familyOf: () => '',
    isTwiceTold: () => false,
  },
  gemini: {
    folders: ['tmp'],
    // tmp/<project>/chats/session-….json, and chats/<session>/<subagent>.jsonl.
    isSession: (path) => /[/\\]chats[/\\].*\.jsonl?$/.test(path),
    // Beside the chats of a project lie outputs of tools and copies of its files.
    mayHold: ([, inProject = 'chats']) => inProject === 'chats',
    parser: geminiLines,
    familyOf: () => '',
    // Its tools have no name in telemetry: the intake takes those of a session from one of the two.
    isTwiceTold: () => false,
  },
};

/** The folders in which an agent keeps its sessions on this machine; they need not be there. */
export function sessionFolders(agent: AgentName, account: Account): string[] {
  const home = agentHome(agent, account);
  return transcriptFormats[agent].folders.map((folder) => join(home, folder));
}

/** A file that is one JSON document, written anew at each change, and not a line for each event. */
export function isDocument(path: string): boolean {
  return extname(path) === '.json';
}

export function parserOf(agent: AgentName, path: string, messages: MessageMemory): LineParser {
  return transcriptFormats[agent].parser({ name: basename(path, extname(path)), messages });
}
