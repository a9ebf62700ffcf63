import { type BenchReport, type Figure, holds } from '../../core/bench/bench-report.ts';
import { grouped } from '../../contract/counts.ts';
import { byteSize } from '../../contract/byte-size.ts';
import type { Terminal } from '../terminal.ts';
import { textTable } from '../text-table.ts';

/** The report for programs: the figures as they are, each with whether its promise holds. */
export function reportJson({ machine, figures }: BenchReport): string {
  return `${JSON.stringify({ machine, figures: figures.map((figure) => ({ ...figure, holds: holds(figure) })) })}\n`;
}

/** The report for people: a line about the machine, a table, and how many promises are kept. */
export function reportText({ machine, figures }: BenchReport, terminal: Terminal): string {
  const table = textTable(
    [
      { title: 'what' },
      { title: 'measured', align: 'right' },
      { title: '' },
      { title: 'rounds', align: 'right' },
      { title: 'promised' },
      { title: 'holds' },
      { title: 'how' },
    ],
    figures.map((figure) => [
      figure.name,
      amount(figure.value, figure.unit),
      figure.unit,
      spread(figure),
      promised(figure),
      { true: 'yes', false: 'NO', null: '' }[String(holds(figure)) as 'true' | 'false' | 'null'],
      figure.note ?? '',
    ]),
    {
      paintTitle: (text) => terminal.paint('dim', text),
      paintCell: (text, column) => (column === 5 ? terminal.paint(text === 'NO' ? 'red' : 'green', text) : text),
    },
  );
  const { cpu, cores, memoryBytes, system, node, clickhouse, journal, loadBefore, loadAfter } = machine;
  const bound = figures.filter((figure) => holds(figure) !== null);
  const missed = bound.filter((figure) => holds(figure) === false);
  const verdict =
    missed.length === 0
      ? `All ${bound.length} promises are kept here.`
      : `${missed.length} of ${bound.length} promises are not kept here.`;
  return (
    `${cpu}, ${cores} cores, ${byteSize(memoryBytes)}; ${system}; Node ${node}; ClickHouse ${clickhouse}; ` +
    `journal ${journal ? 'on' : 'off'}; ` +
    `load ${loadBefore.toFixed(2)} before, ${loadAfter.toFixed(2)} after\n\n${table}\n${verdict}\n`
  );
}

/** The least and the most of the rounds, where there are several. */
function spread({ rounds = [], unit }: Figure): string {
  if (rounds.length < 2) return '';
  return `${amount(Math.min(...rounds), unit)} – ${amount(Math.max(...rounds), unit)}`;
}

function amount(value: number, unit: Figure['unit']): string {
  if (unit === 'rows/s' || unit === '' || value >= 1_000) return grouped(value);
  return value >= 100 ? value.toFixed(0) : value.toFixed(unit === 'µs' || unit === '×' || unit === '%' ? 2 : 1);
}

function promised({ bound, unit }: Figure): string {
  if (bound === undefined) return '';
  return `${bound.kind === 'below' ? '<' : '>='} ${bound.limit.toLocaleString('en-US')} ${unit}`.trimEnd();
}
