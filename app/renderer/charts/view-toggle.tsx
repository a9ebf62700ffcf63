import { Icon } from '../ui/icon.tsx';

export type ChartForm = 'chart' | 'table';

interface ViewToggleProps {
  readonly form: ChartForm;
  readonly of: string;
  readonly onChange: (form: ChartForm) => void;
}

/** Swaps a chart for its table and back. */
export function ViewToggle({ form, of, onChange }: ViewToggleProps) {
  const other = form === 'chart' ? 'table' : 'chart';
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={`Show ${of} as a ${other}`}
      title={`Show as a ${other}`}
      onClick={() => onChange(other)}
    >
      <Icon name={other} />
    </button>
  );
}
