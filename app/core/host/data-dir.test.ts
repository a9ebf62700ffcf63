import { describe, expect, it } from 'vitest';
import { defaultDataDir } from './data-dir.ts';

describe('the default data directory', () => {
  it('is in Application Support on a Mac', () => {
    const facts = { platform: 'darwin', homeDir: '/Users/ada', environment: { XDG_DATA_HOME: '/elsewhere' } };
    expect(defaultDataDir(facts)).toBe('/Users/ada/Library/Application Support/Hivebar');
  });

  it('follows XDG_DATA_HOME on Linux, and ignores a relative one', () => {
    const facts = { platform: 'linux', homeDir: '/home/ada' };
    expect(defaultDataDir({ ...facts, environment: {} })).toBe('/home/ada/.local/share/hivebar');
    expect(defaultDataDir({ ...facts, environment: { XDG_DATA_HOME: '/data' } })).toBe('/data/hivebar');
    expect(defaultDataDir({ ...facts, environment: { XDG_DATA_HOME: 'data' } })).toBe('/home/ada/.local/share/hivebar');
  });

  it('is what HIVEBAR_DATA_DIR names, on every system', () => {
    const environment = { HIVEBAR_DATA_DIR: '/srv/hivebar', XDG_DATA_HOME: '/data' };
    expect(defaultDataDir({ platform: 'linux', homeDir: '/home/ada', environment })).toBe('/srv/hivebar');
    expect(defaultDataDir({ platform: 'darwin', homeDir: '/Users/ada', environment })).toBe('/srv/hivebar');
  });
});
