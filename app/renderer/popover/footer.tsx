import { useActions } from '../data/use-actions.ts';
import { Icon } from '../ui/icon.tsx';
import { footPlaces } from './detail-places.ts';

/** The ways out of the popover. */
export function Footer() {
  const actions = useActions();
  return (
    <footer className="popover-foot">
      {footPlaces.map(({ place, label, icon }, index) => (
        <button
          key={place}
          type="button"
          className={index === 0 ? 'button' : 'button quiet'}
          data-testid={`open-${place}`}
          onClick={() => actions.openPlace(place)}
        >
          <Icon name={icon} />
          {label}
        </button>
      ))}
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
