import { type Answer } from '../data/answer.ts';
import { useActions } from '../data/use-actions.ts';
import { Icon } from './icon.tsx';

interface QueryButtonProps {
  /** The heading of what is shown. */
  readonly of: string;
  readonly answers: readonly Pick<Answer<unknown>, 'asked'>[];
}

/** Opens what the figures under a heading were asked with in the console, to be read, changed and run. */
export function QueryButton({ of, answers }: QueryButtonProps) {
  const { openInConsole } = useActions();
  const one = answers.length === 1;
  return (
    <button
      type="button"
      className="icon-button query-button"
      aria-label={`Open ${one ? 'the query' : `the ${answers.length} queries`} of ${of} in the console`}
      title={one ? 'Open the query in the console' : 'Open the queries in the console'}
      data-testid="open-query"
      onClick={() => openInConsole(answers.map(({ asked }) => asked))}
    >
      <Icon name="terminal" />
    </button>
  );
}
