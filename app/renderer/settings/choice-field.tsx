import { useId } from 'react';
import { useSetting } from './settings-context.ts';
import { SettingRow } from './setting-row.tsx';

const details = [
  { value: 'path', label: 'Without what follows ? and #', example: 'https://example.com/reports/week' },
  { value: 'host', label: 'The host alone', example: 'https://example.com' },
  { value: 'full', label: 'Everything', example: 'https://example.com/reports/week?team=7' },
  { value: 'none', label: 'No address', example: 'Titles are kept' },
] as const;

/** How much of an address is kept. */
export function UrlDetailField() {
  const { value, refusal, set } = useSetting('privacy.urlDetail');
  const name = useId();
  return (
    <SettingRow
      label="Addresses of web pages"
      help="User names, passwords and known secrets in them are taken out in any case."
      error={refusal}
      wide
    >
      <div className="radio-choices" role="radiogroup" aria-label="Addresses of web pages">
        {details.map((detail) => (
          <label key={detail.value} className="radio-choice">
            <input
              type="radio"
              name={name}
              checked={value === detail.value}
              data-testid={`url-detail-${detail.value}`}
              onChange={() => void set(detail.value)}
            />
            <span>
              {detail.label}
              <span className="radio-example">{detail.example}</span>
            </span>
          </label>
        ))}
      </div>
    </SettingRow>
  );
}
