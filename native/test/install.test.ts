import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000 });

const run = promisify(execFile);
const mac = process.platform === 'darwin';
const library = mac ? 'libseqch.1.dylib' : 'libseqch.so.1';
const libraryNames = [library, mac ? 'libseqch.dylib' : 'libseqch.so'];

const make = (...args: readonly string[]) => run('make', ['-C', 'native', '--no-print-directory', '-s', ...args]);

describe('make install', () => {
  let root: string;
  // Nothing to do after `npm run build`; otherwise what has changed since is compiled here, outside the tests' time.
  beforeAll(() => make(`build/${library}`), 300_000);
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'seqch-install-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  /** Every file below `dir`, sorted. */
  async function filesBelow(dir: string): Promise<readonly string[]> {
    const found = await readdir(dir, { recursive: true, withFileTypes: true });
    const files = found.filter((entry) => !entry.isDirectory());
    return files.map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1)).toSorted();
  }

  it.each([
    ['C', 'cc', ['-std=c99'], 'native/examples/record.c'],
    ['C++', 'c++', ['-std=c++20'], 'native/examples/record.cpp'],
  ])(
    'leaves what pkg-config needs to build a program in %s, which then runs',
    async (_language, compiler, flags, source) => {
      await make('install', `PREFIX=${root}`);
      const env = { ...process.env, PKG_CONFIG_PATH: join(root, 'lib', 'pkgconfig'), HIVEBAR_DATA_DIR: root };
      const { stdout } = await run('pkg-config', ['--cflags', '--libs', 'seqch'], { env });
      const program = join(root, 'program');
      await run(compiler, [
        ...flags,
        '-Wall',
        '-Wextra',
        '-Werror',
        source,
        '-o',
        program,
        ...stdout.trim().split(/\s+/),
      ]);
      const started = run(program, [], { env: { ...env, LD_LIBRARY_PATH: join(root, 'lib') } });
      await expect(started).rejects.toMatchObject({
        stderr: `record: Hivebar is not running: there is no runtime.json in ${root}\n`,
      });
    },
  );

  it('puts four files below DESTDIR, names only PREFIX in them, and takes the same four away', async () => {
    await make('install', 'PREFIX=/usr', `DESTDIR=${root}`);
    expect(await filesBelow(root)).toEqual(
      [
        'usr/include/seqch.h',
        ...libraryNames.map((name) => `usr/lib/${name}`),
        'usr/lib/pkgconfig/seqch.pc',
      ].toSorted(),
    );
    const env = { ...process.env, PKG_CONFIG_LIBDIR: join(root, 'usr', 'lib', 'pkgconfig') };
    const answered = await run('pkg-config', ['--variable=libdir', 'seqch'], { env });
    expect(answered.stdout).toBe('/usr/lib\n');
    const version = await run('pkg-config', ['--modversion', 'seqch'], { env });
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
    expect((await stat(join(root, 'usr/include/seqch.h'))).mode & 0o777).toBe(0o644);
    await make('uninstall', 'PREFIX=/usr', `DESTDIR=${root}`);
    expect(await filesBelow(root)).toEqual([]);
  });

  it('refuses a PREFIX that would mean another folder to every program', async () => {
    await expect(make('install', 'PREFIX=somewhere', `DESTDIR=${root}`)).rejects.toMatchObject({
      stderr: expect.stringContaining('must be absolute') as string,
    });
  });
});
