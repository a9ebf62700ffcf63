import { formatLength } from '../format/duration.ts';
import { formatClock } from '../format/time.ts';
import { type TimeAxis } from './time-axis.ts';
import { inWindow, type TimeWindow } from './time-window.ts';

interface WaterfallHeadProps {
  readonly axis: TimeAxis;
  readonly span: TimeWindow;
  readonly startMs: number;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
}

const ticks = [0, 0.5, 1];

/** What the bars mean, the time axis above them, and how closely it is looked at. */
export function WaterfallHead({ axis, span, startMs, onZoom, onFit }: WaterfallHeadProps) {
  const isFitted = span.from === 0 && span.to === 1;
  return (
    <>
      <div className="waterfall-tools">
        <ul className="waterfall-legend" aria-label="Bars">
          <li className="kind-step">
            <span className="waterfall-bar" aria-hidden="true" />
            Step
          </li>
          <li className="kind-model">
            <span className="waterfall-bar" aria-hidden="true">
              <span className="waterfall-wait" />
            </span>
            Model call
          </li>
          <li className="kind-tool">
            <span className="waterfall-bar" aria-hidden="true" />
            Tool call
          </li>
        </ul>
        <span className="spacer" />
        <button type="button" className="button small" aria-label="Zoom in" onClick={() => onZoom(2)}>
          +
        </button>
        <button
          type="button"
          className="button small"
          aria-label="Zoom out"
          disabled={isFitted}
          onClick={() => onZoom(0.5)}
        >
          −
        </button>
        <button type="button" className="button small" disabled={isFitted} onClick={onFit}>
          Show all
        </button>
      </div>
      <div className="waterfall-axis" aria-hidden="true">
        <span className="waterfall-track">
          {axis.pauses.map(({ from, to, startMs: at, endMs }) => {
            const left = inWindow(span, from);
            const right = inWindow(span, to);
            if (right < 0 || left > 1) return null;
            return (
              <span
                key={at}
                className="waterfall-pause"
                title={`Pause of ${formatLength(endMs - at)}`}
                style={{
                  left: `${Math.max(0, left) * 100}%`,
                  width: `${(Math.min(1, right) - Math.max(0, left)) * 100}%`,
                }}
              />
            );
          })}
          {ticks.map((tick) => (
            <span key={tick} className="waterfall-tick figures" style={{ left: `${tick * 100}%` }}>
              {tickWord(axis.momentAt(span.from + tick * (span.to - span.from)), startMs)}
            </span>
          ))}
        </span>
      </div>
    </>
  );
}

function tickWord(ms: number, startMs: number): string {
  return ms <= startMs ? formatClock(ms) : `+${formatLength(ms - startMs)}`;
}
