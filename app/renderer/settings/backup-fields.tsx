import { useState } from 'react';
import { settingBounds } from '../../contract/settings.ts';
import { NumberField } from './number-field.tsx';
import { SelectRow } from './select-row.tsx';
import { useSetting, useSettings } from './settings-context.ts';
import { SettingRow } from './setting-row.tsx';

/** When backups are made, how many stay, and where they go. */
export function BackupFields() {
  return (
    <>
      <ScheduleField />
      <NumberField
        path="backup.keepFull"
        label="Full backups kept"
        help="Each with the changes that stand on it. Older ones go when the next full one is complete."
        bounds={settingBounds.fullBackups}
        unit={{ name: 'backups', size: 1 }}
      />
      <FolderField />
    </>
  );
}

const schedules = [
  { value: 'off', label: 'Only when you ask' },
  { value: 'daily', label: 'Once a day' },
] as const;

function ScheduleField() {
  const { value, refusal, set } = useSetting('backup.schedule');
  return (
    <SelectRow
      label="Made"
      help="Once a day: what changed, and once a week everything. One that fails is tried again an hour later."
      value={value}
      options={schedules}
      refusal={refusal}
      testId="backup.schedule"
      onChoose={(chosen) => void set(chosen === 'daily' ? 'daily' : 'off')}
    />
  );
}

/** A folder is chosen in a dialog of the system, so that no page can name one. */
function FolderField() {
  const { chooseBackupFolder } = useSettings();
  const { value, refusal, set } = useSetting('backup.folder');
  const [problem, setProblem] = useState<string | null>(null);

  async function choose(): Promise<void> {
    const refused = await chooseBackupFolder();
    setProblem(refused === null ? null : refused.message);
  }
  async function reset(): Promise<void> {
    if (await set(undefined)) setProblem(null);
  }

  return (
    <SettingRow
      label="Folder"
      help="On another disk a backup outlives this one. A change counts from the next start of Hivebar; backups made before stay where they are."
      error={problem ?? refusal}
      testId="backup.folder"
    >
      <span className="folder-control">
        {value === undefined ? (
          <span className="setting-fixed">In the data folder</span>
        ) : (
          <code className="path">{value}</code>
        )}
        <button type="button" className="button small" data-testid="backup-folder-choose" onClick={() => void choose()}>
          Choose…
        </button>
        {value !== undefined && (
          <button
            type="button"
            className="button small quiet"
            data-testid="backup-folder-reset"
            onClick={() => void reset()}
          >
            Use the data folder
          </button>
        )}
      </span>
    </SettingRow>
  );
}
