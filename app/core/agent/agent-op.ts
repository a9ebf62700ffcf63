import * as v from 'valibot';
import { type AgentStatus, agentGraph } from '../../contract/always-on-agent.ts';
import type { QueryError } from '../../contract/questions.ts';
import { type Result, fail, ok, unreachable } from '../../contract/result.ts';
import type { AgentControls } from '../always-on-agent-face.ts';
import type { SocketOp } from '../sources/socket/socket-op.ts';

const identifier = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

export const agentOpRequest = v.variant('action', [
  v.object({ action: v.literal('status') }),
  v.object({ action: v.literal('pause') }),
  v.object({ action: v.literal('resume') }),
  v.object({ action: v.literal('look') }),
  v.object({ action: v.literal('suggestions') }),
  v.object({ action: v.literal('dismiss'), id: identifier, never: v.optional(v.boolean(), false) }),
  /** Without a thread all threads, with one its checkpoints. */
  v.object({ action: v.literal('history'), thread_id: v.optional(identifier) }),
  v.object({ action: v.literal('resume-from'), thread_id: identifier, checkpoint_id: identifier }),
]);
type OpRequest = v.InferOutput<typeof agentOpRequest>;

export interface AgentOpDeps {
  readonly agent: Pick<AgentControls, 'status' | 'pause' | 'resume' | 'runNow' | 'dismiss' | 'resumeFrom'>;
  /** Answers a named question. */
  readonly ask: (
    name: string,
    params: Readonly<Record<string, unknown>>,
  ) => Promise<Result<readonly Readonly<Record<string, unknown>>[], QueryError>>;
}

/** `agent`: what the always-on agent does, has said and remembers, and what it is to do. Ends with `{agent}` or `{rows}`. */
export function agentOp({ agent, ask }: AgentOpDeps): SocketOp {
  async function rows(name: string, params: Readonly<Record<string, unknown>>): Promise<Answer> {
    const answer = await ask(name, params);
    return answer.ok ? ok({ rows: answer.value }) : fail(answer.error.message);
  }
  async function done(wish: Promise<Result<AgentStatus, string>>): Promise<Answer> {
    const answer = await wish;
    return answer.ok ? ok({ agent: answer.value }) : answer;
  }

  async function perform(request: OpRequest): Promise<Answer> {
    switch (request.action) {
      case 'status':
        return ok({ agent: agent.status() });
      case 'pause':
        return done(agent.pause());
      case 'resume':
        return done(agent.resume());
      case 'look':
        return done(agent.runNow());
      case 'dismiss':
        return done(agent.dismiss(request.id, request.never));
      case 'resume-from':
        return done(agent.resumeFrom(request.thread_id, request.checkpoint_id));
      case 'suggestions':
        return rows('agent-suggestions', {});
      case 'history':
        return request.thread_id === undefined
          ? rows('agent-threads', { graph_name: agentGraph })
          : rows('checkpoints-of-thread', { thread_id: request.thread_id });
      default:
        return unreachable(request);
    }
  }

  return {
    name: 'agent',
    async run(request) {
      const parsed = v.safeParse(agentOpRequest, request);
      if (parsed.success) return perform(parsed.output);
      const [issue] = parsed.issues;
      return fail(`"${v.getDotPath(issue) ?? 'action'}" is not as it has to be: ${issue.message}`);
    },
  };
}

type Answer = Result<Readonly<Record<string, unknown>>, string>;
