import { useActions } from '../data/use-actions.ts';
import { Icon } from '../ui/icon.tsx';

/** Where the data lies; opens it in the file manager. */
export function DataFolderButton({ dataDir }: { dataDir: string }) {
  const actions = useActions();
  return (
    <button
      type="button"
      className="button quiet small data-folder"
      title={`Show ${dataDir}`}
      data-testid="show-data-folder"
      onClick={actions.showDataFolder}
    >
      <Icon name="folder" />
      <span className="clip">{dataDir}</span>
    </button>
  );
}
