import { Icon } from '../ui/icon.tsx';
import { type Change } from './change.ts';

interface TileChangeProps {
  readonly change: Change;
  /** What the figure was before, in words. */
  readonly before: string;
  /** Whether more of it is worse, better, or neither. */
  readonly more: 'worse' | 'neutral';
  readonly testId: string;
}

/** An arrow and the words beside it: how a figure changed against the range before. */
export function TileChange({ change, before, more, testId }: TileChangeProps) {
  const { direction, words } = change;
  const tone = more === 'neutral' || direction === 'same' ? 'neutral' : direction === 'up' ? 'worse' : 'better';
  return (
    <dd
      className={`tile-change tile-change-${tone}`}
      data-testid={testId}
      data-direction={direction}
      title={`Before: ${before}`}
    >
      <Icon name={direction} />
      <span>{words}</span>
    </dd>
  );
}
