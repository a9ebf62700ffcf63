import { counted } from '../../../contract/counts.ts';
import type { PartHealth } from '../../../contract/health.ts';
import { type AgentName, agentNames, agentTitles } from '../../../contract/imports.ts';
import type { Found } from './find-sessions.ts';
import type { FollowedFile } from './followed-file.ts';

interface AgentFacts {
  lastActivityMs: number | null;
  folders: number;
  badLines: number;
  accepted: number;
  leftOut: number;
  unreadableCode: string;
}

/** What following knows of itself, in numbers and in sentences. */
export class FollowHealth {
  private readonly agents = new Map<AgentName, AgentFacts>(
    agentNames.map((agent) => [
      agent,
      { lastActivityMs: null, folders: 0, badLines: 0, accepted: 0, leftOut: 0, unreadableCode: '' },
    ]),
  );
  private saveProblem = '';
  private failure = '';

  found(agent: AgentName, { folders, unreadable }: Found): void {
    const facts = this.agents.get(agent);
    if (facts === undefined) return;
    facts.folders = folders.length;
    facts.unreadableCode = unreadable[0]?.code ?? '';
    this.failure = '';
  }

  active(agent: AgentName, atMs: number): void {
    const facts = this.agents.get(agent);
    if (facts !== undefined) facts.lastActivityMs = Math.max(facts.lastActivityMs ?? 0, Math.round(atMs));
  }

  lastActivityMs(agent: AgentName): number | null {
    return this.agents.get(agent)?.lastActivityMs ?? null;
  }

  badLine(agent: AgentName): void {
    const facts = this.agents.get(agent);
    if (facts !== undefined) facts.badLines += 1;
  }

  unreadable(agent: AgentName, code: string): void {
    const facts = this.agents.get(agent);
    if (facts !== undefined) facts.unreadableCode = code;
  }

  told(agent: AgentName, accepted: number, leftOut: number): void {
    const facts = this.agents.get(agent);
    if (facts === undefined) return;
    facts.accepted += accepted;
    facts.leftOut += leftOut;
  }

  saved(): void {
    this.saveProblem = '';
  }

  notSaved(reason: string): void {
    this.saveProblem = reason;
  }

  failed(reason: string): void {
    this.failure = reason;
  }

  parts(files: readonly FollowedFile[], watched: number): PartHealth[] {
    return agentNames.flatMap((agent) => {
      const facts = this.agents.get(agent);
      if (facts === undefined || facts.folders === 0) return [];
      const own = files.filter((file) => file.agent === agent);
      const held = own.reduce((sum, file) => sum + file.held.length, 0);
      return [
        {
          name: `${agent}-sessions`,
          ...this.state(agent, facts, own.length),
          lastEventMs: facts.lastActivityMs,
          counters: {
            files: own.length,
            watched_folders: watched,
            held_rows: held,
            bad_lines: facts.badLines,
            accepted: facts.accepted,
            left_to_telemetry: facts.leftOut,
          },
        },
      ];
    });
  }

  private state(agent: AgentName, facts: AgentFacts, files: number): Pick<PartHealth, 'state' | 'message'> {
    if (this.failure !== '')
      return { state: 'failing', message: `Following failed, it is tried again: ${this.failure}` };
    if (facts.unreadableCode !== '') {
      const message = `Some session files of ${agentTitles[agent]} cannot be read (${facts.unreadableCode}).`;
      return { state: 'degraded', message };
    }
    if (this.saveProblem !== '') {
      const message = `Where following stands cannot be kept (${this.saveProblem}): after a restart some lines are read again.`;
      return { state: 'degraded', message };
    }
    return { state: 'ok', message: `Follows ${counted(files, 'session file')}.` };
  }
}
