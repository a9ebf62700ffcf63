import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findLibrary, libraryCandidates, libraryPackage, libraryVersion } from './libchdb.ts';

const resourcesDir = '/app/hivebar/resources';

describe('the search for libchdb', () => {
  it.each([
    ['darwin', 'arm64', '@chdb/lib-darwin-arm64'],
    ['darwin', 'x64', '@chdb/lib-darwin-x64'],
    ['linux', 'arm64', '@chdb/lib-linux-arm64-gnu'],
    ['linux', 'x64', '@chdb/lib-linux-x64-gnu'],
  ])('finds the one for %s %s', (platform, arch, packageName) => {
    expect(libraryPackage(platform, arch)).toBe(packageName);
    const present = `/app/hivebar/node_modules/${packageName}/libchdb.so`;
    const found = findLibrary({ platform, arch, resourcesDir }, (path) => path === present);
    expect(found).toEqual({ ok: true, value: present });
    expect(findLibrary({ platform, arch, resourcesDir }, () => false)).toEqual({
      ok: false,
      error: {
        kind: 'library-missing',
        path: present,
        packageName,
        command: `npm install --no-save ${packageName}@${libraryVersion}`,
      },
    });
  });

  it('names the version and packages that chdb itself pins', () => {
    const chdb = JSON.parse(readFileSync('node_modules/chdb/package.json', 'utf8')) as {
      optionalDependencies: Record<string, string>;
    };
    const platforms = [
      ['darwin', 'arm64'],
      ['darwin', 'x64'],
      ['linux', 'arm64'],
      ['linux', 'x64'],
    ] as const;
    const ours: Record<string, string> = {};
    for (const [os, cpu] of platforms) ours[libraryPackage(os, cpu) ?? ''] = libraryVersion;
    expect(chdb.optionalDependencies).toEqual(ours);
  });

  it('prefers the library beside the resources, as packaged', () => {
    const found = findLibrary({ platform: 'darwin', arch: 'arm64', resourcesDir }, () => true);
    expect(found).toEqual({ ok: true, value: '/app/hivebar/resources/libchdb.so' });
  });

  it('takes the chosen path and no other', () => {
    const search = { platform: 'linux', arch: 'x64', resourcesDir, libraryPath: '/opt/libchdb.so' };
    expect(libraryCandidates(search)).toEqual(['/opt/libchdb.so']);
    expect(findLibrary(search, () => false)).toMatchObject({
      ok: false,
      error: { kind: 'library-missing', path: '/opt/libchdb.so' },
    });
  });

  it('says that there is none for other platforms', () => {
    const found = findLibrary({ platform: 'win32', arch: 'x64', resourcesDir }, () => true);
    expect(found).toMatchObject({ ok: false, error: { kind: 'library-wrong-platform' } });
  });
});
