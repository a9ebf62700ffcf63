import { useActions } from '../data/use-actions.ts';
import { Icon } from '../ui/icon.tsx';

/** The ways out of the popover. */
export function Footer() {
  const actions = useActions();
  return (
    <footer className="popover-foot">
      <button type="button" className="button" data-testid="open-overview" onClick={actions.openOverview}>
        <Icon name="chart" />
        Open overview
      </button>
      <span className="spacer" />
      <button
        type="button"
        className="icon-button"
        aria-label="Show data folder"
        title="Show data folder"
        data-testid="show-data-folder"
        onClick={actions.showDataFolder}
      >
        <Icon name="folder" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Quit Hivebar"
        title="Quit Hivebar"
        data-testid="quit"
        onClick={actions.quit}
      >
        <Icon name="power" />
      </button>
    </footer>
  );
}
