import { type QueryError } from '../../contract/questions.ts';
import { unreachable } from '../../contract/result.ts';

/** Why a window cannot show something: the recorder said no, said something unreadable, or said nothing. */
export type Problem =
  | QueryError
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'malformed'; readonly message: string }
  | { readonly kind: 'no-answer'; readonly message: string };

/** What a person reads about a problem: a heading, the detail, and whether the database should be tried again. */
export interface ProblemText {
  readonly heading: string;
  readonly detail: string;
  readonly todo: string;
}

/** Words for `problem`; the heading never repeats the detail. */
export function describeProblem(problem: Problem): ProblemText {
  const detail = problem.message;
  switch (problem.kind) {
    case 'database-down':
      return {
        heading: 'The database is not answering',
        detail,
        todo: 'Hivebar restarts it by itself. Nothing that was recorded is lost.',
      };
    case 'timed-out':
      return {
        heading: `No answer after ${Math.round(problem.afterMs / 100) / 10} s`,
        detail,
        todo: 'The database may be busy. Try a shorter range, or try again.',
      };
    case 'too-large':
      return { heading: 'The answer is too large', detail, todo: 'Choose a shorter range.' };
    case 'unknown-question':
    case 'bad-parameter':
    case 'syntax':
    case 'denied':
      return {
        heading: 'Hivebar could not ask this',
        detail,
        todo: 'Window and recorder may be of different versions: quit Hivebar and open it again.',
      };
    case 'failed':
      return { heading: 'The database could not answer', detail, todo: 'Try again in a moment.' };
    case 'refused':
      return { heading: 'This was not done', detail, todo: '' };
    case 'malformed':
      return {
        heading: 'The answer could not be read',
        detail,
        todo: 'Window and recorder may be of different versions: quit Hivebar and open it again.',
      };
    case 'no-answer':
      return { heading: 'The recorder is not answering', detail, todo: 'Quit Hivebar and open it again.' };
    default:
      return unreachable(problem);
  }
}
