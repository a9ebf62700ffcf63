const width = 96;
const height = 20;
const gap = 1;

/** Failures over the range in small columns; in words for those who hear it. */
export function Sparkline({ values }: { values: readonly number[] }) {
  if (values.length === 0) return null;
  const largest = Math.max(...values, 1);
  const step = width / values.length;
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={trendWords(values)}
    >
      <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
      {values.map((value, part) => {
        const tall = value === 0 ? 0 : Math.max(2, (value / largest) * (height - 2));
        return (
          // The parts of a range have no other name than their place.
          <rect key={part} x={part * step} y={height - tall} width={step - gap} height={tall} />
        );
      })}
    </svg>
  );
}

/** Which way it goes: the later half of the range against the earlier. */
export function trendWords(values: readonly number[]): string {
  const middle = Math.floor(values.length / 2);
  const sum = (part: readonly number[]) => part.reduce((total, value) => total + value, 0);
  const earlier = sum(values.slice(0, middle));
  const later = sum(values.slice(middle));
  if (later > earlier) return `More of late: ${later} after ${earlier}`;
  return later < earlier ? `Less of late: ${later} after ${earlier}` : `As much as before: ${later}`;
}
