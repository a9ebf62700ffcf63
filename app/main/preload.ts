import { contextBridge, ipcRenderer } from 'electron';
import { type Bridge, announcements, channels } from '../contract/ipc.ts';

const callable = new Set<string>(Object.values(channels).map(({ name }) => name));
const audible = new Set<string>(Object.values(announcements).map(({ name }) => name));

const bridge: Bridge = {
  platform: process.platform,
  async call(name, payload) {
    if (!callable.has(name)) throw new Error(`"${name}" is not a call of the contract.`);
    return (await ipcRenderer.invoke(name, payload)) as unknown;
  },
  listen(name, listener) {
    if (!audible.has(name)) throw new Error(`"${name}" is not an announcement of the contract.`);
    // The event itself stays here: it carries `sender`, which would open every channel to the page.
    const forward = (_event: unknown, payload: unknown) => listener(payload);
    ipcRenderer.on(name, forward);
    return () => void ipcRenderer.off(name, forward);
  },
};

contextBridge.exposeInMainWorld('hivebar', bridge);
