import { isAbsolute, join } from 'node:path';

/** What decides where the data lies. */
export interface DataDirFacts {
  readonly platform: string;
  readonly homeDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Where Hivebar keeps its data when nobody says otherwise: `HIVEBAR_DATA_DIR`, else the place that the system
 * gives to applications. Relative paths in the environment are ignored, as the XDG rules ask.
 */
export function defaultDataDir({ platform, homeDir, environment }: DataDirFacts): string {
  const chosen = absolute(environment['HIVEBAR_DATA_DIR']);
  if (chosen !== undefined) return chosen;
  if (platform === 'darwin') return join(homeDir, 'Library', 'Application Support', 'Hivebar');
  return join(absolute(environment['XDG_DATA_HOME']) ?? join(homeDir, '.local', 'share'), 'hivebar');
}

function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined;
}
