import { type MainPlace } from '../../contract/ipc.ts';
import { Icon, Mark } from '../ui/icon.tsx';
import { places } from './places.tsx';

interface SideBarProps {
  readonly place: MainPlace;
  readonly onGo: (place: MainPlace) => void;
}

/** The pages of the window, one click each; in a narrow window by their icons alone. */
export function SideBar({ place, onGo }: SideBarProps) {
  return (
    <div className="side-bar">
      <p className="side-bar-name">
        <Mark />
        <span className="side-bar-word">Hivebar</span>
      </p>
      <nav className="places" aria-label="Pages">
        {places.map((entry) => (
          <button
            key={entry.place}
            type="button"
            className="place"
            aria-current={entry.place === place ? 'page' : undefined}
            title={`${entry.label} (G ${entry.key.toUpperCase()})`}
            data-testid={`go-${entry.place}`}
            onClick={() => onGo(entry.place)}
          >
            <Icon name={entry.icon} />
            <span className="place-word">{entry.label}</span>
          </button>
        ))}
      </nav>
    </div>
  );
}
