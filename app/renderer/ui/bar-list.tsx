export interface BarItem {
  readonly name: string;
  readonly value: number;
  readonly label: string;
  readonly colour: string;
}

interface BarListProps {
  readonly items: readonly BarItem[];
  readonly testId: string;
  readonly label: string;
}

/** A ranking: name, bar relative to the largest, value in words. */
export function BarList({ items, testId, label }: BarListProps) {
  const largest = Math.max(...items.map((item) => item.value), Number.MIN_VALUE);
  return (
    <ol className="bar-list" aria-label={label}>
      {items.map((item) => (
        <li key={item.name} className="bar-row" data-testid={testId} data-app={item.name} data-value={item.value}>
          <span className="bar-name" title={item.name}>
            {item.name}
          </span>
          <span className="bar-track" aria-hidden="true">
            <span className="bar-fill" style={{ width: `${(item.value / largest) * 100}%`, background: item.colour }} />
          </span>
          <span className="bar-value figures">{item.label}</span>
        </li>
      ))}
    </ol>
  );
}
