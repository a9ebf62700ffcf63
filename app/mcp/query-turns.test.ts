import { describe, expect, it } from 'vitest';
import { createTurns } from './query-turns.ts';

const { signal: never } = new AbortController();

/** Work that lasts until it is let go. */
function work(name: string, begun: string[]) {
  let end: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  const run = async () => {
    begun.push(name);
    await over;
    return name;
  };
  return { run, end: () => end() };
}

describe('turns', () => {
  it('let only so many work at once, and the others in the order in which they came', async () => {
    const begun: string[] = [];
    const turns = createTurns(2, 10);
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => work(name, begun)) as [Work, Work, Work, Work];
    const taken = [a, b, c, d].map(({ run }) => turns.take(run, never));
    expect(begun).toEqual(['a', 'b']);
    b.end();
    expect(await taken[1]).toEqual({ ok: true, value: 'b' });
    expect(begun).toEqual(['a', 'b', 'c']);
    for (const one of [a, c, d]) one.end();
    await Promise.all(taken);
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });

  it('never run what is cancelled while it waits, and keep its place for no one', async () => {
    const begun: string[] = [];
    const turns = createTurns(1, 10);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => work(name, begun)) as [Work, Work, Work];
    const control = new AbortController();
    const taken = [turns.take(a.run, never), turns.take(b.run, control.signal), turns.take(c.run, never)];
    control.abort();
    expect(await taken[1]).toEqual({ ok: false, error: 'cancelled' });
    a.end();
    c.end();
    await Promise.all(taken);
    expect(begun).toEqual(['a', 'c']);
  });

  it('say so when too many wait, and go on after work that throws', async () => {
    const turns = createTurns(1, 1);
    const a = work('a', []);
    const first = turns.take(a.run, never);
    const second = turns.take(() => Promise.reject(new Error('broken')), never);
    expect(await turns.take(() => Promise.resolve(1), never)).toEqual({ ok: false, error: 'too-many-waiting' });
    a.end();
    await first;
    await expect(second).rejects.toThrow('broken');
    expect(await turns.take(() => Promise.resolve(2), never)).toEqual({ ok: true, value: 2 });
  });
});

type Work = ReturnType<typeof work>;
