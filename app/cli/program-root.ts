import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds `schema/` and `resources/`: the nearest one above this file, bundled or not. */
export function programRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'schema')) || !existsSync(join(folder, 'resources'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('The folders schema and resources of Hivebar are missing; reinstall it.');
    folder = parent;
  }
  return folder;
}
