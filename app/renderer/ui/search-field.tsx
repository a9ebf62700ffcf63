import { Icon } from './icon.tsx';

interface SearchFieldProps {
  readonly value: string;
  readonly label: string;
  readonly placeholder: string;
  readonly testId: string;
  readonly onChange: (value: string) => void;
}

/** A field that filters what stands below it while one types; Escape empties it. */
export function SearchField({ value, label, placeholder, testId, onChange }: SearchFieldProps) {
  return (
    <label className="filter-field">
      <Icon name="search" />
      <span className="visually-hidden">{label}</span>
      <input
        type="search"
        value={value}
        maxLength={200}
        placeholder={placeholder}
        spellCheck={false}
        data-testid={testId}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange('');
        }}
      />
    </label>
  );
}
