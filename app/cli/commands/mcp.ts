import { ok } from '../../contract/result.ts';
import { systemClock } from '../../core/host/system-clock.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../failure.ts';
import { awaitStopRequest } from '../stop-request.ts';

export const mcpCommand: Command = {
  name: 'mcp',
  summary: 'answer AI agents over MCP, on standard input and output',
  operands: '',
  operandCount: { min: 0, max: 0 },
  details: [
    'An agent starts this by itself once it stands in its settings; docs/mcp.md says how. It only reads.',
    'Hivebar may be started later: each call looks for the one that runs. Ends when standard input does.',
  ],
  options: {},
  examples: [
    { line: 'claude mcp add --scope user hivebar -- npx hivebar mcp', says: 'lets Claude Code ask Hivebar' },
    { line: 'hivebar mcp --data-dir ~/elsewhere', says: 'asks the Hivebar that keeps its data there' },
  ],
  async run({ dataDir, terminal }) {
    // Loaded here alone: no other command should wait for it.
    const { serveMcp } = await import('../../mcp/serve-stdio.ts');
    const stop = awaitStopRequest(process, undefined);
    const connection = serveMcp(process.stdin, process.stdout, {
      dataDir,
      clock: systemClock(),
      onBug: (error) =>
        terminal.tell(`hivebar mcp: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
    });
    await Promise.race([connection.ended, stop.asked]);
    await connection.close();
    await stop.stopListening();
    // A standard input that is still open would keep the process.
    process.stdin.destroy();
    return ok(exitCodes.ok);
  },
};
