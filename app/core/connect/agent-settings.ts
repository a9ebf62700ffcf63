import type { AgentName } from '../../contract/imports.ts';
import type { Account } from '../host.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import type { Collector } from './collector.ts';
import { gemini } from './gemini.ts';
import type { Section } from './json-value.ts';
import type { SettingsFormat } from './settings-format.ts';

/** What the settings of an agent must say so that it reports to Hivebar. */
export interface Wish {
  readonly collector: Collector;
  /** The person keeps what was said: the agent is asked for it. */
  readonly keepContent: boolean;
}

/** How one agent is told where its telemetry goes. */
export interface AgentSettings {
  /** As people call it. */
  readonly title: string;
  /** In the agent's home. */
  readonly fileName: string;
  readonly format: SettingsFormat;
  /** The only section of the file that is changed. */
  readonly section: string;
  wanted(wish: Wish): Section;
  /** Keys of the section that would win over ours: they have to go. */
  inTheWay(section: Section): readonly string[];
  /** Where the section sends telemetry now, as a person reads it; undefined when it sends none, or sends it to us. */
  elsewhere(section: Section, collector: Collector): string | undefined;
  /** What else on this machine decides, one sentence each. */
  notes(wish: Wish, surroundings: Surroundings): Promise<readonly string[]>;
}

/** What an agent obeys besides its own settings file. */
export interface Surroundings {
  readonly account: Account;
  readonly platform: 'darwin' | 'linux';
  /** Text of a file that administrators own; undefined when there is none or it is closed to us. */
  readonly readSystemFile: (path: string) => Promise<string | undefined>;
}

export const agentSettings: Readonly<Record<AgentName, AgentSettings>> = { 'claude-code': claudeCode, codex, gemini };
