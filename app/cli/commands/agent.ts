import type { AgentStatus } from '../../contract/always-on-agent.ts';
import { type Result, ok } from '../../contract/result.ts';
import type { SocketLine } from '../../core/sources/socket/socket-client.ts';
import {
  agentText,
  checkpointsText,
  parseAgent,
  parseRows,
  suggestionsText,
  threadsText,
} from '../agent/agent-text.ts';
import { askAgent } from '../agent/ask-agent.ts';
import type { Command, Invocation } from '../command.ts';
import { type Outcome, exitCodes, inTrouble, misused } from '../failure.ts';
import type { Terminal } from '../terminal.ts';

/** What can be said behind `hivebar agent`, with how many words more, and what it asks. */
const actions: Readonly<Record<string, Action>> = {
  status: { words: [0, 0], run: (invocation) => showAgent(invocation, { action: 'status' }) },
  pause: { words: [0, 0], run: (invocation) => showAgent(invocation, { action: 'pause' }) },
  resume: { words: [0, 0], run: (invocation) => showAgent(invocation, { action: 'resume' }) },
  look: { words: [0, 0], run: (invocation) => showAgent(invocation, { action: 'look' }) },
  suggestions: {
    words: [0, 0],
    run: (invocation) =>
      show(
        invocation,
        { action: 'suggestions' },
        { parse: (line) => parseRows('agent-suggestions', line), text: suggestionsText },
      ),
  },
  dismiss: {
    words: [1, 1],
    run: (invocation, [id]) =>
      showAgent(invocation, { action: 'dismiss', id, never: invocation.options.flag('never') }),
  },
  history: {
    words: [0, 1],
    run: (invocation, [threadId]) =>
      threadId === undefined
        ? show(
            invocation,
            { action: 'history' },
            { parse: (line) => parseRows('agent-threads', line), text: threadsText },
          )
        : show(
            invocation,
            { action: 'history', thread_id: threadId },
            { parse: (line) => parseRows('checkpoints-of-thread', line), text: checkpointsText },
          ),
  },
  'resume-from': {
    words: [2, 2],
    run: (invocation, [threadId, checkpointId]) =>
      showAgent(invocation, { action: 'resume-from', thread_id: threadId, checkpoint_id: checkpointId }),
  },
};

interface Action {
  readonly words: readonly [least: number, most: number];
  readonly run: (invocation: Invocation, words: readonly (string | undefined)[]) => Promise<Outcome>;
}

export const agentCommand: Command = {
  name: 'agent',
  summary: 'see, pause and steer the always-on agent of the running Hivebar',
  operands: 'ACTION',
  operandCount: { min: 1, max: 3 },
  details: [
    'status            what it does now, what it spent in the last hour, and which models it could ask',
    'pause, resume     holds over restarts of Hivebar',
    'look              looks at what you do now instead of at the next change',
    'suggestions       what it said in the last week, the newest first',
    'dismiss ID        takes a suggestion away; with --never its kind about its subject for good',
    'history [THREAD]  its threads, one for each day; of one thread the checkpoints',
    'resume-from THREAD CHECKPOINT  goes on from there: the thread forks',
  ],
  options: {
    never: { kind: 'flag', says: 'with dismiss: never suggest the like again' },
  },
  examples: [
    { line: 'hivebar agent status', says: 'what it does now' },
    { line: 'hivebar agent dismiss repeated-failure:1795896000000:Bash --never', says: 'enough of this' },
    { line: 'hivebar agent history always-on-2026-11-28 --json', says: "a day's checkpoints, for programs" },
  ],
  run(invocation) {
    const [name = '', ...words] = invocation.operands;
    const action = actions[name];
    if (action === undefined) {
      return Promise.resolve(misused(`There is no action "${name}"; take one of ${Object.keys(actions).join(', ')}.`));
    }
    const [least, most] = action.words;
    if (words.length < least || words.length > most) {
      return Promise.resolve(misused(`hivebar agent ${name} takes ${countWords(least, most)} behind it.`));
    }
    if (invocation.options.flag('never') && name !== 'dismiss')
      return Promise.resolve(misused('--never goes with dismiss alone.'));
    return action.run(invocation, words);
  },
};

function countWords(least: number, most: number): string {
  if (most === 0) return 'nothing';
  const count = most === 1 ? 'one word' : `${most} words`;
  return least === most ? count : `at most ${count}`;
}

function showAgent(invocation: Invocation, request: SocketLine): Promise<Outcome> {
  return show<AgentStatus>(invocation, request, { parse: parseAgent, text: agentText });
}

interface Reading<T> {
  readonly parse: (line: unknown) => Result<T, string>;
  readonly text: (value: T, terminal: Terminal) => string;
}

async function show<T>(invocation: Invocation, request: SocketLine, { parse, text }: Reading<T>): Promise<Outcome> {
  const { json, terminal } = invocation;
  const answer = await askAgent(invocation, request);
  if (!answer.ok) return answer;
  const parsed = parse(answer.value);
  if (!parsed.ok) return inTrouble(parsed.error);
  await terminal.print(json ? `${JSON.stringify(parsed.value)}\n` : text(parsed.value, terminal));
  return ok(exitCodes.ok);
}
