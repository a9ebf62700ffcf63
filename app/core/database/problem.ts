import { byteSize } from '../../contract/byte-size.ts';
import { unreachable } from '../../contract/result.ts';

/** Why there is no database, or none that works fully. */
export type DatabaseProblem =
  | { readonly kind: 'already-running'; readonly pid: number; readonly dataDir: string }
  | { readonly kind: 'not-running'; readonly dataDir: string; readonly reason: string }
  | { readonly kind: 'data-dir-unreadable'; readonly path: string; readonly reason: string }
  | { readonly kind: 'port-taken'; readonly ports: readonly number[] }
  | {
      readonly kind: 'library-missing';
      readonly path: string;
      readonly packageName: string;
      readonly command: string;
    }
  | { readonly kind: 'library-wrong-platform'; readonly path: string; readonly reason: string }
  | { readonly kind: 'host-missing'; readonly path: string }
  | { readonly kind: 'executable-missing'; readonly path: string; readonly reason: string }
  | {
      readonly kind: 'version-too-old';
      readonly path: string;
      readonly found: string;
      readonly needed: string;
    }
  | { readonly kind: 'low-disk'; readonly path: string; readonly freeBytes: number; readonly neededBytes: number }
  | { readonly kind: 'metadata-corrupt'; readonly file: string }
  | { readonly kind: 'start-failed'; readonly reason: string; readonly logFile: string }
  | { readonly kind: 'start-timeout'; readonly afterMs: number; readonly logFile: string }
  | {
      readonly kind: 'crashed-repeatedly';
      readonly times: number;
      readonly reason: string;
      readonly logFile: string;
    }
  | { readonly kind: 'remote-unreachable'; readonly url: string; readonly reason: string }
  | { readonly kind: 'remote-login-refused'; readonly url: string; readonly user: string };

/** What happened, to what, and what to do: a sentence or two for the person. */
export function describeProblem(problem: DatabaseProblem): string {
  switch (problem.kind) {
    case 'already-running':
      return `Another Hivebar (process ${problem.pid}) already uses ${problem.dataDir}; quit it, or choose another data directory.`;
    case 'not-running':
      return `No Hivebar is running on ${problem.dataDir} (${problem.reason}); start it with "hivebar serve".`;
    case 'data-dir-unreadable':
      return `The data directory ${problem.path} cannot be used (${problem.reason}); give this account read and write access to it.`;
    case 'port-taken':
      return `Port ${problem.ports.join(' or ')} was taken by another program each time ClickHouse started; try again.`;
    case 'library-missing':
      return `The ClickHouse library ${problem.packageName} is not at ${problem.path}; run: ${problem.command}`;
    case 'library-wrong-platform':
      return `The ClickHouse library ${problem.path} does not fit this machine (${problem.reason}); reinstall it on this machine.`;
    case 'host-missing':
      return `The program that runs ClickHouse is not at ${problem.path}; build it with "npm run build", or reinstall Hivebar.`;
    case 'executable-missing':
      return `The ClickHouse executable ${problem.path} cannot be run (${problem.reason}); correct its path in the settings.`;
    case 'version-too-old':
      return `ClickHouse at ${problem.path} is version ${problem.found}, Hivebar needs ${problem.needed} or newer; update it, or use the built-in engine.`;
    case 'low-disk':
      return `Only ${byteSize(problem.freeBytes)} are free for ${problem.path}, ${byteSize(problem.neededBytes)} are needed; free some space.`;
    case 'metadata-corrupt':
      return `The table definition ${problem.file} is damaged, so ClickHouse opens no table at all; restore the file from a backup.`;
    case 'start-failed':
      return `ClickHouse did not start (${problem.reason}); its messages are in ${problem.logFile}.`;
    case 'start-timeout':
      return `ClickHouse did not answer within ${Math.round(problem.afterMs / 1000)} s of its start; its messages are in ${problem.logFile}.`;
    case 'crashed-repeatedly':
      return `ClickHouse ended ${problem.times} times in a row soon after its start (${problem.reason}); its messages are in ${problem.logFile}.`;
    case 'remote-unreachable':
      return `The ClickHouse server ${problem.url} does not answer (${problem.reason}); check the address and the network.`;
    case 'remote-login-refused':
      return `The ClickHouse server ${problem.url} refuses the user ${problem.user}; correct user and password in the settings.`;
    default:
      return unreachable(problem);
  }
}
