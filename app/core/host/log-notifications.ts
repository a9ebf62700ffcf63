import type { Log, Notifications } from '../host.ts';

/** Notifications where there is no desktop to show them: they hold figures only, so the log may have them. */
export function logNotifications(log: Log): Notifications {
  return { show: ({ title, body }) => log('warn', title, { body }) };
}
