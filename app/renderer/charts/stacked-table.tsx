import { type Stacked } from './series.ts';

interface StackedTableProps {
  readonly stacked: Stacked;
  readonly caption: string;
  readonly columnHeading: string;
  readonly formatValue: (value: number) => string;
  readonly formatColumn: (at: number) => string;
}

/** The numbers of a chart: newest first, times at which nothing happened left out. */
export function StackedTable({ stacked, caption, columnHeading, formatValue, formatColumn }: StackedTableProps) {
  const rows = stacked.columns.filter(({ total }) => total > 0).reverse();
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={caption}>
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{columnHeading}</th>
            {stacked.series.map(({ name }) => (
              <th key={name} scope="col" className="number" title={name}>
                <span className="clip">{name}</span>
              </th>
            ))}
            <th scope="col" className="number">
              Total
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.at}>
              <th scope="row">{formatColumn(row.at)}</th>
              {row.values.map((value, index) => (
                <td key={stacked.series[index]?.name} className="number figures">
                  {value > 0 ? formatValue(value) : '–'}
                </td>
              ))}
              <td className="number figures strong">{formatValue(row.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
