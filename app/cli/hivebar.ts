import { homedir } from 'node:os';
import { defaultDataDir } from '../core/host/data-dir.ts';
import { commands } from './command-list.ts';
import { exitCodes } from './failure.ts';
import { programVersion } from '../core/program-version.ts';
import { runCommandLine } from './run-command-line.ts';
import { openTerminal } from './terminal.ts';

/** Entry of the `hivebar` program. The process ends by itself once nothing is left to do. */
const terminal = openTerminal(process.stdout, process.stderr, process.env, () => process.exit(exitCodes.ok));

runCommandLine(process.argv.slice(2), {
  terminal,
  commands,
  version: programVersion,
  defaultDataDir: defaultDataDir({ platform: process.platform, homeDir: homedir(), environment: process.env }),
}).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (bug: unknown) => {
    terminal.tell(
      `hivebar: This is a bug in Hivebar. ${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}\n`,
    );
    process.exitCode = exitCodes.trouble;
  },
);
