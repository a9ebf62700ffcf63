import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { reasonOf } from '../database/file-errors.ts';

/** Why no backups can be put into `folder`; undefined when they can. It follows the name of the setting. */
export async function folderProblem(folder: string): Promise<string | undefined> {
  try {
    if (!(await stat(folder)).isDirectory()) return 'is no folder';
    await access(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return `cannot be written to (${reasonOf(error)})`;
  }
}
