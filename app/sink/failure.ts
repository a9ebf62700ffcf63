import { fieldsOf, numberOf, textOf } from './unknown-value.ts';

const messageLimit = 4_000;

/** What an error says, with its name where that says more than "Error". */
export function messageOf(error: unknown): string {
  const { name, message } = fieldsOf(error);
  const said = textOf(message) || String(error);
  const text = textOf(name) === '' || name === 'Error' ? said : `${String(name)}: ${said}`;
  return text.slice(0, messageLimit);
}

/** Not a failure: the graph waits for a person. */
export function isInterrupt(error: unknown): boolean {
  const { name } = fieldsOf(error);
  return name === 'GraphInterrupt' || name === 'NodeInterrupt';
}

/** Not a failure either: how a subgraph hands a command to the graph around it. */
export function isHandOver(error: unknown): boolean {
  return fieldsOf(error)['name'] === 'ParentCommand';
}

/** The graph has gone through all the steps that it may: no node has failed. */
export function isStepLimit(error: unknown): boolean {
  return fieldsOf(error)['name'] === 'GraphRecursionError';
}

/** The sort of a failed model or tool call, in the words of `error_type`. */
export function sortOfFailure(error: unknown): string {
  const { name, code, type } = fieldsOf(error);
  const status = statusOf(error);
  if (status === 429) return 'rate_limit';
  if (status === 401 || status === 403) return 'authentication';
  if (status === 408 || status === 504 || /timeout/i.test(textOf(name))) return 'timeout';
  if (status === 503 || status === 529) return 'overloaded';
  if (/abort/i.test(textOf(name))) return 'aborted';
  return (textOf(type) || textOf(code) || textOf(name)).slice(0, 100);
}

/** The HTTP status of a failed request, 0 when there is none. */
export function statusOf(error: unknown): number {
  const { status, statusCode } = fieldsOf(error);
  const found = numberOf(status) || numberOf(statusCode);
  return Number.isInteger(found) && found >= 100 && found <= 999 ? found : 0;
}
