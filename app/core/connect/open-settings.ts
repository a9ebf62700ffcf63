import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentName } from '../../contract/imports.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { Account } from '../host.ts';
import { agentHome } from './agent-homes.ts';
import { type AgentSettings, type Surroundings, type Wish, agentSettings } from './agent-settings.ts';
import type { Collector } from './collector.ts';
import { type AgentMemory, readMemory } from './connection-memory.ts';
import { type Json, type Section, jsonOf } from './json-value.ts';
import { readText } from './settings-text.ts';

/** What a plan depends on. */
export interface PlanDeps {
  readonly account: Account;
  readonly platform: 'darwin' | 'linux';
  /** Where Hivebar remembers what it changed. */
  readonly dataDir: string;
  readonly collector: Collector;
  readonly keepContent: boolean;
  /** Text of a file of the administrators, as tests replace it. */
  readonly readSystemFile?: Surroundings['readSystemFile'];
}

/** An agent's settings file, read and understood, with what Hivebar wants of it and remembers of it. */
export interface OpenSettings {
  readonly agent: AgentName;
  readonly spec: AgentSettings;
  readonly wish: Wish;
  readonly home: string;
  readonly file: string;
  /** Whether the agent has ever run here. */
  readonly installed: boolean;
  /** Null: there is no file. */
  readonly before: string | null;
  readonly parsed: Readonly<Record<string, unknown>>;
  /** The only part of the file that may change. */
  readonly section: Section;
  readonly sectionExists: boolean;
  readonly memory: AgentMemory | undefined;
  readonly surroundings: Surroundings;
}

/** Reads the settings of `agent`. A damaged file is an error: what cannot be understood is not changed. */
export async function openSettings(agent: AgentName, deps: PlanDeps): Promise<Result<OpenSettings, string>> {
  const { account, platform, dataDir, collector, keepContent, readSystemFile = systemFileText } = deps;
  const spec = agentSettings[agent];
  const home = agentHome(agent, account);
  const file = join(home, spec.fileName);
  const text = await readText(file);
  if (!text.ok) return refused(file, text.error);
  const parsed = spec.format.parse(text.value ?? '');
  if (!parsed.ok) return refused(file, parsed.error);
  const section = sectionOf(parsed.value[spec.section]);
  if (section === undefined) return refused(file, `its "${spec.section}" is not what ${spec.title} expects there`);
  const memory = await readMemory(dataDir);
  if (!memory.ok) return memory;
  const known = memory.value[agent];
  return ok({
    agent,
    spec,
    wish: { collector, keepContent },
    home,
    file,
    installed: text.value !== null || (await isFolder(home)),
    before: text.value,
    parsed: parsed.value,
    section,
    sectionExists: parsed.value[spec.section] !== undefined,
    // What was done to another file, under another home, says nothing of this one.
    memory: known?.file === file ? known : undefined,
    surroundings: { account, platform, readSystemFile },
  });
}

function refused(file: string, reason: string): Result<never, string> {
  return fail(`${file} is left alone: ${reason}. Mend it, then try again.`);
}

/** A section that is absent is empty; one that is no set of plain values is none of ours to change. */
function sectionOf(value: unknown): Section | undefined {
  if (value === undefined) return {};
  const json = jsonOf(value);
  return json.ok && isSection(json.value) ? json.value : undefined;
}

function isSection(value: Json): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** A file that is closed to us cannot be told from one that is not there, and neither is ours to mend. */
function systemFileText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').then(
    (text) => text,
    () => undefined,
  );
}
