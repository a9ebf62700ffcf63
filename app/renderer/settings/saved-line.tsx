import { type SettingPath } from '../../contract/setting-changes.ts';
import { type Problem } from '../data/problem.ts';
import { settingNames } from './setting-names.ts';

interface SavedLineProps {
  /** What was saved last on this page. */
  readonly saved: SettingPath | null;
  /** What can be taken back. */
  readonly undo: SettingPath | null;
  readonly problem: Problem | null;
  readonly onUndo: () => void;
}

/** Says that a change is saved, and takes it back. */
export function SavedLine({ saved, undo, problem, onUndo }: SavedLineProps) {
  return (
    <div className="saved-line" data-testid="saved-line">
      <p className={problem === null ? undefined : 'trouble'} role="status">
        {problem?.message ?? (saved === null ? 'Changes are saved as you make them.' : `Saved: ${settingNames[saved]}`)}
      </p>
      {undo !== null && (
        <button
          type="button"
          className="button small"
          aria-label={`Undo: ${settingNames[undo]}`}
          data-testid="undo-setting"
          onClick={onUndo}
        >
          Undo
        </button>
      )}
    </div>
  );
}
