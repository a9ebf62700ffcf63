import { ok } from '../../contract/result.ts';
import { readRuntime } from '../../core/database/runtime-file.ts';
import { describeProblem } from '../../core/database/problem.ts';
import { startRecorder } from '../../core/recorder.ts';
import type { Command, Invocation } from '../command.ts';
import { type Outcome, exitCodes, inTrouble } from '../failure.ts';
import { nodeHost } from '../node-host.ts';
import { awaitStopRequest } from '../stop-request.ts';

export const serveCommand: Command = {
  name: 'serve',
  summary: 'record without a window: database, writer and sources',
  operands: '',
  operandCount: { min: 0, max: 0 },
  details: [
    'Prints one line of JSON to standard output when everything runs: dataDir, pid, httpPort, tcpPort and the other',
    'doors that are open. Everything else goes to standard error and to logs/hivebar.log in the data directory.',
    'Stops cleanly on SIGTERM, SIGINT and SIGHUP within 10 s; a second signal ends it at once.',
  ],
  options: {
    'stop-with-stdin': {
      kind: 'flag',
      says: 'stop when standard input ends, so that it ends with the program that started it',
    },
    demo: { kind: 'flag', says: 'show generated data instead of recording, in a data directory of its own' },
    verbose: { kind: 'flag', says: 'repeat the log on standard error' },
  },
  examples: [
    { line: 'hivebar serve', says: 'record into the default data directory' },
    { line: 'hivebar serve --data-dir /tmp/try --stop-with-stdin', says: 'from a script that holds its input open' },
  ],
  run: serve,
};

async function serve({ dataDir: chosenDir, options, terminal }: Invocation): Promise<Outcome> {
  const demo = options.flag('demo');
  const dataDir = demo && options.text('data-dir') === undefined ? `${chosenDir}-demo` : chosenDir;
  const echo = options.flag('verbose') ? (line: string) => terminal.tell(`${line}\n`) : undefined;
  const stopRequest = awaitStopRequest(process, options.flag('stop-with-stdin') ? process.stdin : undefined);
  const recorder = startRecorder(nodeHost(dataDir, echo), { demo });
  try {
    const first = await Promise.race([recorder.ready.then(() => 'ready' as const), stopRequest.asked]);
    if (first === 'asked') return ok(exitCodes.ok);
    const { database } = recorder.status();
    if (database.state !== 'ok' && database.state !== 'degraded') return inTrouble(database.message);
    await terminal.print(`${await readyLine(dataDir)}\n`);
    await stopRequest.asked;
    return ok(exitCodes.ok);
  } finally {
    await recorder.stop();
    await stopRequest.stopListening();
  }
}

/** What runtime.json says, without the accounts. */
async function readyLine(dataDir: string): Promise<string> {
  const runtime = await readRuntime(dataDir);
  if (!runtime.ok) throw new Error(describeProblem(runtime.error));
  const { pid, httpPort, tcpPort, otlpPort, mcpPort, socketPath } = runtime.value;
  return JSON.stringify({ dataDir, pid, httpPort, tcpPort, otlpPort, mcpPort, socketPath });
}
