import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { ConsoleFace } from '../core/console/console-face.ts';
import { consoleCalls } from './console-calls.ts';

const request = { runId: randomUUID(), sql: 'SELECT 1', params: {}, format: 'csv' } as const;

function setUp(answers: { readonly path?: string; readonly mayWrite?: boolean }) {
  const face = { allow: vi.fn(), export: vi.fn(() => Promise.resolve({ ok: true, value: 'an export' })) };
  const calls = consoleCalls(face as unknown as ConsoleFace, {
    choosePath: () => Promise.resolve(answers.path),
    confirmWriting: () => Promise.resolve(answers.mayWrite === true),
  });
  return { face, calls };
}

describe('console calls', () => {
  it('allow writing only when the person agrees, and reading without a question', async () => {
    const refusing = setUp({ mayWrite: false });
    expect(await refusing.calls.consoleAllow({ mode: 'write' })).toBe('read');
    expect(refusing.face.allow).toHaveBeenLastCalledWith('read');
    const agreeing = setUp({ mayWrite: true });
    expect(await agreeing.calls.consoleAllow({ mode: 'write' })).toBe('write');
    expect(agreeing.face.allow).toHaveBeenLastCalledWith('write');
    expect(await agreeing.calls.consoleAllow({ mode: 'read' })).toBe('read');
    expect(agreeing.face.allow).toHaveBeenLastCalledWith('read');
  });

  it('export to the file that the person chose, or nowhere', async () => {
    const without = setUp({});
    expect(await without.calls.consoleExport(request)).toEqual({ ok: true, value: null });
    expect(without.face.export).not.toHaveBeenCalled();
    const chosen = setUp({ path: '/home/somebody/result.csv' });
    await chosen.calls.consoleExport(request);
    expect(chosen.face.export).toHaveBeenCalledWith({ ...request, path: '/home/somebody/result.csv' });
  });
});
