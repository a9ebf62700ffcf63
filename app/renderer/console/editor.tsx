import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { type ConsoleCatalogue } from '../../contract/console.ts';
import { type ConsoleEditor, createEditor, type EditorActions, type Mark } from './editor-view.ts';
import { type Tab } from './tabs.ts';

interface EditorProps {
  readonly tab: Tab;
  readonly catalogue: ConsoleCatalogue | null;
  readonly marks: readonly Mark[];
  readonly actions: EditorActions;
  readonly ref: Ref<ConsoleEditor | null>;
}

/** Where a tab's SQL is written. */
export function Editor({ tab, catalogue, marks, actions, ref }: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<ConsoleEditor>(null);
  const newest = useRef(actions);
  useEffect(() => {
    newest.current = actions;
  });
  useLayoutEffect(() => {
    if (host.current === null) return undefined;
    const made = createEditor(host.current, {
      onChange: (tabId, text) => newest.current.onChange(tabId, text),
      runStatement: () => newest.current.runStatement(),
      runAll: () => newest.current.runAll(),
      cancel: () => newest.current.cancel(),
      save: () => newest.current.save(),
      format: () => newest.current.format(),
      help: () => newest.current.help(),
    });
    editor.current = made;
    return () => {
      made.destroy();
      editor.current = null;
    };
  }, []);
  useImperativeHandle<ConsoleEditor | null, ConsoleEditor | null>(ref, () => editor.current);
  useEffect(() => editor.current?.show(tab.id, tab.sql), [tab.id, tab.sql]);
  useEffect(() => editor.current?.setCatalogue(catalogue), [catalogue]);
  useEffect(() => editor.current?.mark(marks), [marks, tab.id]);

  return <div ref={host} className="console-editor" data-testid="editor" />;
}
