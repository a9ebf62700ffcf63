import type { Stop } from '../contract/lifecycle.ts';
import type { Result } from '../contract/result.ts';
import type { SettingPath } from '../contract/setting-changes.ts';
import type {
  DatabaseFacts,
  RetentionGroup,
  RetentionLoss,
  SettingsReport,
  TableSpace,
  TitleMatches,
} from '../contract/settings-calls.ts';
import type { Settings } from '../contract/settings.ts';

/** What a person does about settings, as the doors see it. Errors are sentences. */
export interface SettingsFace {
  report(): Promise<SettingsReport>;
  /** Writes one setting of `settings.json`; the running parts follow the file. The error is for the field. */
  change(path: SettingPath, value: unknown): Promise<Result<SettingsReport, string>>;
  undo(): Promise<Result<SettingsReport, string>>;
  /** Calls `listener` after each change, by a window or by hand. */
  onChange(listener: (settings: Settings) => void): Stop;
  /** How many titles of the last week a pattern matches. */
  titleMatches(pattern: string): Promise<Result<TitleMatches, string>>;
  /** Every table with recorded rows, the largest first. */
  tableSpace(): Promise<Result<TableSpace[], string>>;
  /** What keeping a group for only so many days would delete. */
  retentionLoss(group: RetentionGroup, days: number): Promise<Result<RetentionLoss, string>>;
  database(): Promise<DatabaseFacts>;
  /** Stops ClickHouse and starts it with what the settings say now; rows wait in the journal meanwhile. */
  restartDatabase(): Promise<Result<DatabaseFacts, string>>;
}
