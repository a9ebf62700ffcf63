import { networkInterfaces } from 'node:os';

/** Offline: no interface of this machine leads anywhere but to itself. Asks nobody. */
export function networkState(): 'online' | 'offline' {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.some(({ internal }) => !internal) ? 'online' : 'offline';
}
