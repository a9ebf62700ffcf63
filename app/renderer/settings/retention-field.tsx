import { useState } from 'react';
import { type RetentionGroup, type RetentionLoss } from '../../contract/settings-calls.ts';
import { settingBounds } from '../../contract/settings.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { NumberRow } from './number-field.tsx';
import { useSettingsCalls } from './settings-calls.ts';
import { useSetting } from './settings-context.ts';

interface RetentionFieldProps {
  readonly group: RetentionGroup;
  readonly title: string;
  readonly onChanged?: () => void;
}

interface Asked {
  readonly days: number;
  /** Null when it could not be counted. */
  readonly loss: RetentionLoss | null;
}

/** How many days a group is kept. Fewer days delete rows, so the person sees how many first. */
export function RetentionField({ group, title, onChanged }: RetentionFieldProps) {
  const calls = useSettingsCalls();
  const { value, refusal, set } = useSetting(`retentionDays.${group}`);
  const [asked, setAsked] = useState<Asked | null>(null);

  async function change(days: number): Promise<void> {
    if (await set(days)) onChanged?.();
  }
  async function enter(days: number): Promise<void> {
    if (days > value) return change(days);
    const counted = await calls.retentionLoss(group, days);
    if (counted.ok && counted.value.rows === 0) return change(days);
    setAsked({ days, loss: counted.ok ? counted.value : null });
  }

  return (
    <>
      <NumberRow
        label={
          <>
            Keep <span className="visually-hidden">{title} </span>for
          </>
        }
        help="Older rows go in whole days, and for good."
        value={value}
        bounds={group === 'screenText' ? settingBounds.screenTextDays : settingBounds.retentionDays}
        unit={{ name: 'days', size: 1 }}
        refusal={refusal}
        testId={`retention-${group}`}
        onEnter={(days) => void enter(days)}
      />
      {asked !== null && (
        <ConfirmDialog
          title={`${title}: keep ${asked.days} instead of ${value} days?`}
          agree="Delete older rows"
          testId="retention-dialog"
          onAgree={() => void change(asked.days)}
          onClose={() => setAsked(null)}
        >
          <p>{lossWords(asked)}</p>
          <p className="setting-help">
            Taking the setting back does not bring them back. What is kept for good stays: costs by the hour, minutes by
            the day.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

function lossWords({ days, loss }: Asked): string {
  if (loss === null)
    return `Everything that is older than ${days} days is deleted; how much that is cannot be told now.`;
  const tables = loss.tables.length === 1 ? (loss.tables[0] ?? '') : `${formatCount(loss.tables.length)} tables`;
  return `This deletes ${formatCounted(loss.rows, 'row', 'rows')} in ${tables}, all that is older than ${days} days.`;
}
