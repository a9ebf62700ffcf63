import { type KeyboardEvent, useState } from 'react';
import { Icon } from '../ui/icon.tsx';
import { useConsole } from './console-session.ts';
import { isRunning } from './run-store.ts';
import { type Tab } from './tabs.ts';
import { useObservable } from './use-observable.ts';

/** The tabs: arrows move, a double click or F2 renames, Delete closes. */
export function TabStrip({ onClose }: { onClose: (id: string) => void }) {
  const { tabs: store, runs } = useConsole();
  const tabs = useObservable(store.tabs);
  const running = useObservable(runs.runs);
  const [renaming, setRenaming] = useState<string | null>(null);

  function press(event: KeyboardEvent, index: number): void {
    const { open } = tabs;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const tab = open[index];
    if (step !== undefined) {
      const next = open[(index + step + open.length) % open.length];
      if (next !== undefined) focusTab(event, next.id);
    } else if (event.key === 'F2' && tab !== undefined) setRenaming(tab.id);
    else if (event.key === 'Delete' && tab !== undefined) onClose(tab.id);
    else return;
    event.preventDefault();
  }
  function focusTab(event: KeyboardEvent, id: string): void {
    store.activate(id);
    event.currentTarget.parentElement?.parentElement?.querySelector<HTMLElement>(`[data-tab="${id}"]`)?.focus();
  }

  return (
    <div className="tab-strip">
      <div className="tab-list" role="tablist" aria-label="Queries">
        {tabs.open.map((tab, index) => (
          <div key={tab.id} className={tab.id === tabs.activeId ? 'tab current' : 'tab'} role="presentation">
            {renaming === tab.id ? (
              <TabName tab={tab} onDone={() => setRenaming(null)} />
            ) : (
              <button
                type="button"
                role="tab"
                className="tab-button"
                aria-selected={tab.id === tabs.activeId}
                tabIndex={tab.id === tabs.activeId ? 0 : -1}
                data-tab={tab.id}
                data-testid="tab"
                title={`${tab.title} (F2 renames, Delete closes)`}
                onClick={() => store.activate(tab.id)}
                onDoubleClick={() => setRenaming(tab.id)}
                onKeyDown={(event) => press(event, index)}
              >
                {isRunning(running.get(tab.id)) && <span className="tab-running" role="img" aria-label="Running" />}
                <span className="clip">{tab.title}</span>
              </button>
            )}
            <button
              type="button"
              className="tab-close"
              // The keyboard and screen readers close with Delete: a list of tabs may hold nothing but tabs.
              tabIndex={-1}
              aria-hidden="true"
              title={`Close ${tab.title}`}
              data-testid="close-tab"
              onClick={() => onClose(tab.id)}
            >
              <Icon name="close" />
            </button>
          </div>
        ))}
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label="New query"
        title="New query"
        data-testid="new-tab"
        onClick={() => store.open({})}
      >
        <Icon name="plus" />
      </button>
      {tabs.closed.length > 0 && (
        <button
          type="button"
          className="icon-button"
          aria-label="Open the last closed query again"
          title="Open the last closed query again"
          data-testid="reopen-tab"
          onClick={store.reopen}
        >
          <Icon name="history" />
        </button>
      )}
    </div>
  );
}

function TabName({ tab, onDone }: { tab: Tab; onDone: () => void }) {
  const { tabs } = useConsole();
  const [name, setName] = useState(tab.title);
  const keep = () => {
    const title = name.trim();
    if (title !== '') tabs.change(tab.id, { title });
    onDone();
  };
  return (
    <input
      className="tab-name"
      aria-label="Name of the query"
      value={name}
      maxLength={100}
      ref={(field) => field?.focus()}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setName(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        else if (event.key === 'Escape') onDone();
      }}
    />
  );
}
