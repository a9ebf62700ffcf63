import { type IdleReading, type Power, type PowerEvent } from '../host.ts';
import { watchLoginSignals } from './login-signals.ts';
import { type X11Connection, openX11 } from './x11/connection.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Idle time from the X screen saver extension over one connection that stays open; lock and sleep from D-Bus. */
export function linuxPower(env: Env): Power {
  let connection: X11Connection | undefined;
  let locked = false;
  let listening = 0;

  async function readIdle(): Promise<IdleReading> {
    if (connection?.isOpen() !== true) {
      const opened = await openX11({ env });
      if (!opened.ok) return { kind: 'unavailable', reason: opened.error };
      connection = opened.value;
    }
    const idleMs = await connection.idleMs();
    // Nobody listens any more: the connection would keep the process alive.
    if (listening === 0) connection.close();
    if (idleMs === undefined) {
      return { kind: 'unavailable', reason: 'The X server does not tell the idle time (no screen saver extension).' };
    }
    return { kind: 'idle', seconds: idleMs / 1000, locked };
  }

  return {
    readIdle,
    onEvent(listener) {
      listening += 1;
      const stopWatching = watchLoginSignals({
        env,
        onEvent: (event: PowerEvent) => {
          if (event === 'lock') locked = true;
          if (event === 'unlock') locked = false;
          listener(event);
        },
        // A lock whose end nobody would announce must not last for ever.
        onLost: () => (locked = false),
      });
      let stopped = false;
      return () => {
        if (stopped) return;
        stopped = true;
        listening -= 1;
        void stopWatching();
        if (listening === 0) connection?.close();
      };
    },
  };
}
