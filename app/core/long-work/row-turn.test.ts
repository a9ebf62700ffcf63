import { expect, it } from 'vitest';
import { createRowTurn } from './row-turn.ts';

it('lets one change rows at a time, and tells the other what is going on', async () => {
  const turn = createRowTurn();
  const first = turn.take('something is being forgotten');
  expect(turn.take('costs are being computed anew')).toEqual({
    ok: false,
    error: 'something is being forgotten: wait until that has ended',
  });
  if (first.ok) await first.value();
  expect(turn.take('costs are being computed anew')).toMatchObject({ ok: true });
});

it('gives the turn to who waits, and a turn that is given back twice to nobody', async () => {
  const turn = createRowTurn();
  const first = turn.take('one');
  const second = turn.whenFree('two');
  if (first.ok) await first.value();
  if (first.ok) await first.value();
  expect(turn.take('three')).toEqual({ ok: false, error: 'two: wait until that has ended' });
  await (
    await second
  )();
  expect(turn.take('three')).toMatchObject({ ok: true });
});
