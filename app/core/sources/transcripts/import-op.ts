import { isAbsolute } from 'node:path';
import * as v from 'valibot';
import { agentName, type ImportProgress } from '../../../contract/imports.ts';
import { fail, ok } from '../../../contract/result.ts';
import type { SocketOp } from '../socket/socket-op.ts';
import type { Imports } from './imports.ts';

const importRequest = v.object({
  agent: agentName,
  path: v.optional(v.pipe(v.string(), v.maxLength(4_096), v.check(isAbsolute, 'path must be absolute'))),
});

/** `import`: reads the past of an agent. Tells how far it is until the last line, and stops when its client goes. */
export function importOp(imports: Imports): SocketOp {
  return {
    name: 'import',
    async run(request, call) {
      const parsed = v.safeParse(importRequest, request);
      if (!parsed.success) {
        const [issue] = parsed.issues;
        return fail(`${v.getDotPath(issue) ?? 'request'}: ${issue.message}`);
      }
      const { agent, path } = parsed.output;
      const { closed } = call;
      let latest: ImportProgress | undefined;
      let replying: Promise<void> | undefined;
      // A client that reads slowly gets the newest line when it has room again, not all of them.
      const tell = (): void => {
        if (replying !== undefined || latest === undefined || closed.aborted) return;
        const line = latest;
        latest = undefined;
        const next = () => {
          replying = undefined;
          tell();
        };
        // A line that does not arrive has no client any more, and `closed` says so.
        replying = call.reply(line).then(next, next);
      };
      const started = imports.run(agent, {
        path,
        signal: closed,
        onProgress: (progress) => {
          latest = progress.state === 'running' ? progress : undefined;
          tell();
        },
      });
      if (!started.ok) return started;
      const ended = await started.value;
      await replying;
      return ended.state === 'failed' ? fail(ended.message) : ok(ended);
    },
  };
}
