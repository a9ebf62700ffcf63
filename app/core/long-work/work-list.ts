import { randomUUID } from 'node:crypto';
import type { Stop } from '../../contract/lifecycle.ts';
import type { WorkItem, WorkKind, WorkUnit } from '../../contract/work.ts';
import type { Clock } from '../host.ts';

/** Long work as the doors see it: one list, whatever it is that takes long. */
export interface WorkFace {
  /** What runs, and what has ended and was not dismissed; the oldest first. */
  items(): readonly WorkItem[];
  onChange(listener: (items: readonly WorkItem[]) => void): Stop;
  /** Asks it to end. Nothing happens when it cannot be cancelled or has ended. */
  cancel(id: string): void;
  /** Takes it off the list; what runs stays. */
  dismiss(id: string): void;
}

/** What whoever does the work tells of it. After one of the three ends nothing more is heard. */
export interface WorkHandle {
  readonly id: string;
  update(change: Partial<Pick<WorkItem, 'done' | 'total' | 'message'>>): void;
  finish(message: string): void;
  fail(message: string): void;
  cancelled(message: string): void;
}

export interface NewWork {
  readonly kind: WorkKind;
  readonly title: string;
  readonly unit: WorkUnit;
  readonly message: string;
  /** Left out, it cannot be cancelled. */
  readonly cancel?: (() => void) | undefined;
}

export interface WorkList extends WorkFace {
  begin(work: NewWork): WorkHandle;
}

/** Beyond this many the oldest that has ended goes by itself. */
const endedKept = 6;

/** The long work of this process, in memory: what a restart ends is not told of after it. */
export function createWorkList(clock: Pick<Clock, 'now'>): WorkList {
  const items = new Map<string, WorkItem>();
  const cancels = new Map<string, () => void>();
  const listeners = new Set<(items: readonly WorkItem[]) => void>();

  function tell(): void {
    const now = [...items.values()];
    for (const listener of listeners) listener(now);
  }

  function change(id: string, changes: Partial<WorkItem>): void {
    const item = items.get(id);
    if (item?.state !== 'running') return;
    items.set(id, { ...item, ...changes });
    tell();
  }

  function end(id: string, state: WorkItem['state'], message: string): void {
    cancels.delete(id);
    const total = items.get(id)?.total ?? null;
    const all = state === 'done' && total !== null ? { done: total } : {};
    change(id, { state, message, canCancel: false, endedMs: clock.now(), ...all });
    const ended = [...items.values()].filter((item) => item.state !== 'running');
    for (const { id: oldest } of ended.slice(0, Math.max(0, ended.length - endedKept))) items.delete(oldest);
  }

  return {
    items: () => [...items.values()],
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    cancel(id) {
      const cancel = cancels.get(id);
      if (cancel === undefined) return;
      cancels.delete(id);
      change(id, { canCancel: false, message: 'Ending…' });
      cancel();
    },
    dismiss(id) {
      if (items.get(id)?.state === 'running') return;
      if (items.delete(id)) tell();
    },
    begin({ kind, title, unit, message, cancel }) {
      const id = randomUUID();
      if (cancel !== undefined) cancels.set(id, cancel);
      items.set(id, {
        id,
        kind,
        title,
        state: 'running',
        done: 0,
        total: null,
        unit,
        message,
        canCancel: cancel !== undefined,
        startedMs: clock.now(),
        endedMs: null,
      });
      tell();
      return {
        id,
        update: (changes) => change(id, changes),
        finish: (ended) => end(id, 'done', ended),
        fail: (ended) => end(id, 'failed', ended),
        cancelled: (ended) => end(id, 'cancelled', ended),
      };
    },
  };
}
