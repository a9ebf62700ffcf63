import { Icon } from '../ui/icon.tsx';
import { SettingsFileButton } from './settings-file-button.tsx';

/** The settings cannot be read: where the damage is, and the way to it. */
export function DamagedFile({ problem }: { problem: string }) {
  return (
    <div className="problem-note boxed" role="alert" data-testid="damaged-settings">
      <Icon name="warning" />
      <div>
        <strong>The settings cannot be read</strong>
        <p className="problem-detail">{problem}</p>
        <p>
          Nothing is written over it, as it may hold rules of what must not be recorded. This page follows once it is
          mended.
        </p>
        <SettingsFileButton />
      </div>
    </div>
  );
}
