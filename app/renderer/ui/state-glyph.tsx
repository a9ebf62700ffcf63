import { type PartState } from '../../contract/health.ts';

/** A state as a shape as well as a colour, for eyes that do not tell the colours apart. */
const shapes: Readonly<Record<PartState, string>> = {
  ok: 'M6 2.2a3.8 3.8 0 1 1 0 7.6a3.8 3.8 0 1 1 0-7.6z',
  starting: 'M6 2.2a3.8 3.8 0 1 1-3.8 3.8',
  paused: 'M4 2.8v6.4M8 2.8v6.4',
  degraded: 'M6 1.6l4.8 8.6H1.2z',
  failing: 'M2.8 2.8l6.4 6.4M9.2 2.8L2.8 9.2',
  unavailable: 'M2.4 6h7.2',
  stopped: 'M2.8 2.8h6.4v6.4H2.8z',
};

export function StateGlyph({ state }: { state: PartState }) {
  return (
    <svg className={`state-glyph state-${state}`} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d={shapes[state]} />
    </svg>
  );
}
