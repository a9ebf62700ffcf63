import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secrets } from '../host.ts';
import { writePrivateFile } from '../private-file.ts';

const secretName = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** How a secret is changed on its way to the disk and back, such as encryption by the keychain. */
export interface SecretCodec {
  encode(value: string): Buffer | Promise<Buffer>;
  /** Undefined: the stored bytes are of no use any more, as if the secret had never been written. */
  decode(stored: Buffer): string | undefined | Promise<string | undefined>;
}

const plainCodec: SecretCodec = {
  encode: (value) => Buffer.from(value, 'utf8'),
  decode: (stored) => stored.toString('utf8'),
};

/** Secrets as files of mode 0600 in `dir`, which only the person may enter. */
export function fileSecrets(dir: string, codec: SecretCodec = plainCodec): Secrets {
  return {
    async read(name) {
      try {
        return await codec.decode(await readFile(pathOf(dir, name)));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async write(name, value) {
      const target = pathOf(dir, name);
      await mkdir(dir, { recursive: true, mode: 0o700 });
      await chmod(dir, 0o700);
      await writePrivateFile(target, await codec.encode(value));
    },
  };
}

function pathOf(dir: string, name: string): string {
  if (!secretName.test(name))
    throw new Error(`"${name}" is no name for a secret: use lower case letters, digits, dots, - and _.`);
  return join(dir, name);
}
