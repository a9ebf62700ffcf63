import { useEffect, useRef } from 'react';
import { type WorkItem } from '../../contract/work.ts';
import { useWork } from '../data/use-work.ts';
import { Icon } from './icon.tsx';
import { workAmount, workShare } from './work-words.ts';

/** Everything that takes long, on whichever page it was begun: how far it is, how it ended. Nothing when there is none. */
export function WorkStrip() {
  const { items, cancel, dismiss } = useWork();
  const list = useRef<HTMLUListElement>(null);
  const dismissed = useRef(false);
  // The button that had the focus goes with its row.
  useEffect(() => {
    if (dismissed.current) list.current?.querySelector<HTMLElement>('button')?.focus();
    dismissed.current = false;
  }, [items.length]);
  if (items.length === 0) return null;
  return (
    <section className="work-strip" aria-label="Long work" data-testid="work">
      <ul ref={list}>
        {items.map((item) => (
          <WorkRow
            key={item.id}
            item={item}
            onCancel={() => cancel(item.id)}
            onDismiss={() => {
              dismissed.current = true;
              dismiss(item.id);
            }}
          />
        ))}
      </ul>
    </section>
  );
}

interface WorkRowProps {
  readonly item: WorkItem;
  readonly onCancel: () => void;
  readonly onDismiss: () => void;
}

function WorkRow({ item, onCancel, onDismiss }: WorkRowProps) {
  const { kind, state, title, message } = item;
  const running = state === 'running';
  return (
    <li className="work-row" data-testid="work-row" data-kind={kind} data-state={state}>
      <span className="work-title">
        {state === 'failed' && <Icon name="warning" />}
        {title}
        {!running && <span className="work-state">{endWords[state]}</span>}
      </span>
      {running ? <Progress item={item} /> : null}
      <span
        className="work-message"
        role={state === 'failed' ? 'alert' : 'status'}
        aria-live={running ? 'off' : undefined}
      >
        {message}
      </span>
      {running ? (
        item.canCancel && (
          <button
            type="button"
            className="button small"
            aria-label={`Cancel: ${title}`}
            data-testid="work-cancel"
            onClick={onCancel}
          >
            Cancel
          </button>
        )
      ) : (
        <button
          type="button"
          className="icon-button"
          aria-label={`Dismiss: ${title}`}
          title="Dismiss"
          data-testid="work-dismiss"
          onClick={onDismiss}
        >
          <Icon name="close" />
        </button>
      )}
    </li>
  );
}

function Progress({ item }: { item: WorkItem }) {
  const share = workShare(item);
  const amount = workAmount(item);
  return (
    <span className="work-progress">
      <progress
        aria-label={item.title}
        aria-valuetext={amount === '' ? item.message : amount}
        max={1}
        {...(share === null ? {} : { value: share })}
      />
      <span className="figures">{share === null ? amount : `${amount} (${Math.floor(share * 100)} %)`}</span>
    </span>
  );
}

const endWords: Readonly<Record<Exclude<WorkItem['state'], 'running'>, string>> = {
  done: 'Done',
  cancelled: 'Cancelled',
  failed: 'Failed',
};
