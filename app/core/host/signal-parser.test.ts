import { describe, expect, it } from 'vitest';
import { type PowerEvent } from '../host.ts';
import { SignalParser } from './login-signals.ts';

function eventsOf(text: string): PowerEvent[] {
  const events: PowerEvent[] = [];
  const parser = new SignalParser('/org/freedesktop/login1/session/_32', (event) => events.push(event));
  for (const line of text.split('\n')) parser.take(line);
  return events;
}

/** As dbus-monitor 1.14 prints it. */
function propertiesChanged(session: string, property: string, value: boolean): string {
  return `signal time=1.5 sender=:1.2 -> destination=(null destination) serial=9 path=/org/freedesktop/login1/session/${session}; interface=org.freedesktop.DBus.Properties; member=PropertiesChanged
   string "org.freedesktop.login1.Session"
   array [
      dict entry(
         string "IdleHint"
         variant             boolean true
      )
      dict entry(
         string "${property}"
         variant             boolean ${value}
      )
   ]
   array [
   ]`;
}

describe('what dbus-monitor prints', () => {
  it('tells the lock by its hint and the switch of users by whose session is active', () => {
    expect(eventsOf(propertiesChanged('_32', 'LockedHint', true))).toEqual(['lock']);
    expect(eventsOf(propertiesChanged('_32', 'LockedHint', false))).toEqual(['unlock']);
    expect(eventsOf(propertiesChanged('_32', 'Active', false))).toEqual(['session-resign']);
  });

  it('tells nothing of another session', () => {
    expect(eventsOf(propertiesChanged('_37', 'LockedHint', true))).toEqual([]);
  });

  it('tells what a screen saver says', () => {
    const head =
      'signal time=1 sender=:1.5 -> destination=(null destination) serial=1 path=/org/gnome/ScreenSaver; interface=org.gnome.ScreenSaver; member=ActiveChanged';
    expect(eventsOf(`${head}\n   boolean true\n${head}\n   boolean false`)).toEqual(['lock', 'unlock']);
  });
});
