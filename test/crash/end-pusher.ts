import type { PusherProcess } from './pusher-process.ts';

/** How long what was accepted may take to arrive once nothing is killed any more; on a busy machine 20 s were too few. */
export const deliveryLimitMs = 60_000;

/** What the writers that ended in good order counted, by name: proof that a run has put them to the test. */
export type Evidence = Readonly<Record<string, number>>;

export function addEvidence(total: Record<string, number>, added: Evidence): void {
  for (const [name, count] of Object.entries(added)) total[name] = (total[name] ?? 0) + count;
}

/** What no kill may ever do to a journal: only a disk or another program damages what was accepted. */
const damage = ['damagedRecords', 'unreadableSegments'];

/** Has a living pusher deliver everything and end; `troubles` are what must not happen. */
export async function endInGoodOrder(
  pusher: PusherProcess,
): Promise<{ readonly troubles: readonly string[]; readonly evidence: Evidence }> {
  const troubles: string[] = [];
  pusher.command(`flush ${deliveryLimitMs}`);
  const flushed = await pusher.answer('flushed');
  if (flushed.trim() !== 'flushed OK') troubles.push(flushed);
  pusher.command(`stop ${deliveryLimitMs}`);
  const closed = await pusher.answer('closed');
  if (closed !== 'closed OK 0') troubles.push(closed);
  const counted = [...(await pusher.answer('evidence')).matchAll(/(\w+)=(\d+)/g)];
  const evidence = Object.fromEntries(counted.map(([, name = '', count]) => [name, Number(count)]));
  for (const name of damage) if ((evidence[name] ?? 0) > 0) troubles.push(`${name} ${evidence[name] ?? 0}`);
  await pusher.gone();
  return { troubles: troubles.map((text) => `pusher ${pusher.number}: ${text}`), evidence };
}
