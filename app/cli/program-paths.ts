import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Paths } from '../core/host.ts';
import { programRoot } from './program-root.ts';

/** The folders of this installation, and the data directory that the person chose. */
export function programPaths(dataDir: string): Paths {
  const root = programRoot();
  const built = join(root, 'native', 'build');
  return {
    dataDir,
    resourcesDir: join(root, 'resources'),
    schemaDir: join(root, 'schema'),
    // Built here, or beside the other resources where Hivebar was installed as an application.
    nativeDir: existsSync(built) ? built : join(root, 'native'),
  };
}
