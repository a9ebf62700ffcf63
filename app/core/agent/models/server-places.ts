import type { ModelSettings } from '../../../contract/settings.ts';
import { isLoopback } from './server-address.ts';
import type { ServerPlace } from './server-model.ts';

/** Where programs that serve models on this machine listen by themselves. */
export const usualPorts: readonly (readonly [port: number, provider: string])[] = [
  [8080, 'mlx'],
  [1234, 'lmstudio'],
  [11434, 'ollama'],
];

/** The servers to look for: those of the settings, then the usual ones that are not among them. */
export function serverPlaces(settings: ModelSettings, ports = usualPorts): readonly ServerPlace[] {
  const own = settings.servers.map(({ url, model }) => ({
    url,
    model,
    provider: providerOf(url, ports),
    wanted: true,
  }));
  const known = new Set(own.filter(({ url }) => isLoopback(url)).map(({ url }) => portOf(url)));
  const usual = ports
    .filter(([port]) => settings.probe && !known.has(port))
    .map(([port, provider]) => ({ url: `http://127.0.0.1:${port}/v1`, provider, wanted: false }));
  return [...own, ...usual];
}

/** On this machine the program that usually listens there; elsewhere the machine, for it is what one pays. */
function providerOf(url: string, ports: typeof usualPorts): string {
  if (!isLoopback(url)) return new URL(url).hostname;
  return ports.find(([port]) => port === portOf(url))?.[1] ?? 'local';
}

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
