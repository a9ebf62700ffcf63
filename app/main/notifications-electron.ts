import { Notification } from 'electron';
import type { MainPlace } from '../contract/ipc.ts';
import type { Log, Notifications } from '../core/host.ts';

export interface ElectronNotifications extends Notifications {
  /** Who opens the page that a clicked notification speaks of. */
  onClick(open: (place: MainPlace) => void): void;
}

/** A notification that is not held is collected as garbage, and a click on it then does nothing. */
const heldAtMost = 20;

/** Notifications of the desktop; where it has none, the log, so that they are not lost. */
export function electronNotifications(log: Log): ElectronNotifications {
  const held = new Set<Notification>();
  let open: (place: MainPlace) => void = () => undefined;
  return {
    onClick: (opener) => void (open = opener),
    show({ title, body, place }) {
      if (!Notification.isSupported()) {
        log('warn', title, { body });
        return;
      }
      const notification = new Notification({ title, body });
      held.add(notification);
      const [oldest] = held;
      if (oldest !== undefined && held.size > heldAtMost) held.delete(oldest);
      notification.on('click', () => {
        held.delete(notification);
        open(place);
      });
      notification.on('close', () => held.delete(notification));
      notification.show();
    },
  };
}
