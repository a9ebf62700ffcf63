import { createAgents } from '../../core/connect/agents.ts';
import { waitForFirstEvent } from '../../core/connect/first-event.ts';
import { readRuntime } from '../../core/database/runtime-file.ts';
import { isProcessAlive, readStatusFile } from '../../core/status-file.ts';
import { readSettings } from '../../core/settings-file.ts';
import type { Command, Invocation } from '../command.ts';
import { canAsk, confirm } from '../confirm.ts';
import { type ConnectWorld, runConnect } from '../connect/run-connect.ts';
import { nodeHost } from '../node-host.ts';
import { awaitStopRequest } from '../stop-request.ts';

/** An agent sends its first events within seconds of its start; the rest is for the person to start it. */
const patienceMs = 60_000;

export const connectCommand: Command = {
  name: 'connect',
  summary: 'let an agent report to Hivebar, by a change to its settings that is shown first',
  operands: '[AGENT]',
  operandCount: { min: 0, max: 1 },
  details: [
    'AGENT is claude-code, codex or gemini; without it, all three are listed with their state.',
    'Shows the exact change to the settings file of the agent, asks, copies the file beside itself and writes it;',
    'then waits up to 60 s for the first event. Ctrl-C ends the waiting, the agent stays connected.',
  ],
  options: {
    undo: { kind: 'flag', says: 'put the settings back as they were; later changes by others stay' },
    yes: { kind: 'flag', says: 'do not ask; needed where nobody can be asked' },
    'no-wait': { kind: 'flag', says: 'do not wait for the first event' },
  },
  examples: [
    { line: 'hivebar connect', says: 'how the agents stand' },
    { line: 'hivebar connect claude-code', says: 'show the change, ask, make it, wait for the first event' },
    { line: 'hivebar connect codex --undo --yes', says: 'take it back without a question' },
  ],
  async run(invocation) {
    return runConnect(invocation, await realWorld(invocation));
  },
};

async function realWorld({ dataDir }: Invocation): Promise<ConnectWorld> {
  const host = nodeHost(dataDir);
  const runtime = await readRuntime(dataDir);
  const settings = await readSettings(dataDir);
  const port = runtime.ok ? runtime.value.otlpPort : undefined;
  const needsToken = settings.ok && settings.value.agents.otlpRequiresToken;
  const doors = {
    otlpPort: port,
    otlpToken: needsToken ? await host.secrets.read('otlp-token') : undefined,
    socketPath: runtime.ok ? runtime.value.socketPath : undefined,
    importer: undefined,
  };
  const asking = { input: process.stdin, output: process.stderr };
  return {
    agents: createAgents(host, () => doors),
    running: port !== undefined,
    confirm: canAsk(asking) ? (question) => confirm(question, asking) : undefined,
    async awaitEvent(agent, sinceMs) {
      const stopRequest = awaitStopRequest(process, undefined);
      const sources = async () => {
        const read = await readStatusFile(dataDir, { now: Date.now, isAlive: isProcessAlive });
        return read.ok && read.value.kind === 'answers' ? read.value.status.sources : [];
      };
      try {
        return await waitForFirstEvent(agent, {
          sources,
          clock: host.clock,
          sinceMs,
          patienceMs,
          givenUp: stopRequest.asked,
        });
      } finally {
        await stopRequest.stopListening();
      }
    },
  };
}
