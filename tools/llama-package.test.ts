import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stageLlama } from './llama-package.mjs';

let resources: string;
beforeAll(() => {
  resources = mkdtempSync(join(tmpdir(), 'hivebar-llama-'));
  const { platform, arch } = process;
  stageLlama({ platform, arch, target: join(resources, 'node_modules') });
});
afterAll(() => rmSync(resources, { recursive: true, force: true }));

it('carries one build for this platform and nothing to build with', () => {
  expect(readdirSync(join(resources, 'node_modules', '@node-llama-cpp'))).toHaveLength(1);
  expect(existsSync(join(resources, 'node_modules', 'node-llama-cpp', 'llama', 'gitRelease.bundle'))).toBe(false);
});

it('is loaded from beside the archive by a program that has nothing else', () => {
  const folder = join(resources, 'app', 'dist', 'main');
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'main.cjs');
  writeFileSync(
    program,
    `import('node-llama-cpp').then(async ({ getLlama, LlamaLogLevel }) => {
       const llama = await getLlama({ build: 'never', skipDownload: true, gpu: false, logLevel: LlamaLogLevel.disabled });
       process.stdout.write(llama.buildType);
       await llama.dispose();
     });`,
  );
  expect(execFileSync(process.execPath, [program], { cwd: resources, encoding: 'utf8' })).toBe('prebuilt');
});

it('says so for a platform that has no build', () => {
  const target = join(resources, 'none');
  expect(() => stageLlama({ platform: 'sunos', arch: 'x64', target })).toThrow('no build for sunos-x64');
});
