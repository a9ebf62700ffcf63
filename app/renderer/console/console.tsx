import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { type ConsoleExportFormat } from '../../contract/console.ts';
import { sqlParameters } from '../../contract/sql-text.ts';
import { onOpenInConsole, takePendingQueries } from '../data/open-in-console.ts';
import { useStatus } from '../data/use-status.ts';
import { KeysDialog } from '../ui/keys-dialog.tsx';
import { chooseStatements, firstTrouble, type RunScope, withValues } from './choose-statements.ts';
import { consoleKeys } from './console-keys.ts';
import { useConsole } from './console-session.ts';
import { Editor } from './editor.tsx';
import { type ConsoleEditor, type EditorActions, type Mark } from './editor-view.ts';
import { errorPlace } from './error-place.ts';
import { type Explained } from './explain-view.tsx';
import { ParameterFields } from './parameter-fields.tsx';
import { ProblemLine } from './problem-line.tsx';
import { ResultPane, type ResultView } from './result-pane.tsx';
import { isRunning, type StatementRun } from './run-store.ts';
import { RunError, RunStatus } from './run-status.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { SidePanel } from './side-panel.tsx';
import { Splitter } from './splitter.tsx';
import { TabStrip } from './tab-strip.tsx';
import { activeTab } from './tabs.ts';
import { Toolbar } from './toolbar.tsx';
import { useEditorHeight } from './use-editor-height.ts';
import { useObservable } from './use-observable.ts';
// Later ones may rely on earlier ones.
import './console.css';
import './side-panel.css';
import './tab-strip.css';
import './toolbar.css';
import './editor.css';
import './parameter-fields.css';
import './run-status.css';
import './result-pane.css';
import './result-grid.css';
import './cell-detail.css';
import './record-view.css';
import './result-chart.css';
import './explain-view.css';
import './save-dialog.css';

/** How the result of a tab is looked at. */
interface Look {
  readonly view: ResultView;
  /** The statement under Explain. */
  readonly explained: Explained | null;
}
const firstLook: Look = { view: 'table', explained: null };

/** The SQL console: text in tabs, what it gave, and what can be put into it. */
export function Console({ platform }: { platform: string }) {
  const { tabs: tabStore, runs: runStore, catalogue, calls, mode: modeSource, setMode, problem } = useConsole();
  const tabs = useObservable(tabStore.tabs);
  const runs = useObservable(runStore.runs);
  const catalogueView = useObservable(catalogue);
  const mode = useObservable(modeSource);
  const editor = useRef<ConsoleEditor>(null);
  const [height, setHeight] = useEditorHeight();
  const [hasSide, setHasSide] = useState(true);
  const [looks, setLooks] = useState<ReadonlyMap<string, Look>>(new Map());
  const [dialog, setDialog] = useState<'none' | 'save' | 'help'>('none');
  const [saves, setSaves] = useState(0);
  const [isStrict, setIsStrict] = useState(false);
  useCatalogueWithDatabase();
  useEffect(() => {
    const take = () => takePendingQueries().forEach((query) => tabStore.open(query));
    take();
    const stop = onOpenInConsole(take);
    return () => void stop();
  }, [tabStore]);

  const tab = activeTab(tabs);
  const tabRuns = runs.get(tab.id);
  const { view, explained } = looks.get(tab.id) ?? firstLook;
  const look = (change: Partial<Look>) => setLooks(new Map(looks).set(tab.id, { view, explained, ...change }));
  const shown = tabRuns?.statements[tabRuns.shown] ?? null;
  const running = isRunning(tabRuns);
  const isEmpty = tab.sql.trim() === '';
  const parameters = useMemo(() => sqlParameters(tab.sql), [tab.sql]);
  const mark = useMemo(() => markOf(shown, tab.sql), [shown, tab.sql]);
  const marks = useMemo(() => (mark === null ? [] : [mark]), [mark]);

  /** The statements that are meant, when their parameters can be sent; else the keyboard goes to the first that cannot. */
  function ready(scope: RunScope) {
    const selection = editor.current?.selection() ?? { from: 0, to: 0 };
    const statements = chooseStatements({ text: tab.sql, selection }, scope);
    const trouble = firstTrouble(statements, tab.params);
    setIsStrict(trouble !== null);
    if (trouble !== null) document.querySelector<HTMLElement>(`[data-testid="parameter-${trouble}"]`)?.focus();
    return trouble === null ? withValues(statements, tab.params) : [];
  }
  function run(scope: RunScope): boolean {
    if (running) return true;
    const statements = ready(scope);
    if (statements.length === 0) return true;
    problem.set(null);
    if (view === 'explain') look({ view: 'table' });
    runStore.run(tab.id, statements, mode);
    return true;
  }
  function cancel(): boolean {
    if (running) runStore.cancel(tab.id);
    return running;
  }
  function explain(): void {
    const [statement] = ready('here');
    if (statement === undefined) return;
    look({ view: 'explain', explained: { sql: statement.text, params: statement.params } });
  }
  function show(next: ResultView): void {
    const shownText = shown === null ? null : { sql: shown.sql, params: shown.params };
    look({ view: next, explained: next === 'explain' ? (explained ?? shownText) : explained });
  }
  function format(): boolean {
    const selection = editor.current?.selection() ?? { from: 0, to: 0 };
    const [statement] = chooseStatements({ text: tab.sql, selection }, 'here');
    if (statement === undefined) return true;
    problem.set(null);
    const before = tab.sql;
    void calls.format(statement.text).then((answer) => {
      if (!answer.ok) problem.set(answer.error);
      // What was typed meanwhile is not overwritten.
      else if (editor.current?.text() === before) {
        editor.current.replace(`${before.slice(0, statement.from)}${answer.value}${before.slice(statement.to)}`);
      }
    });
    return true;
  }
  function save(): boolean {
    if (!isEmpty) setDialog('save');
    return true;
  }
  function exportAs(format: ConsoleExportFormat): void {
    // What is shown is what is meant, unless its text is gone.
    const isShown = shown !== null && tab.sql.includes(shown.sql);
    const statement = isShown ? { text: shown.sql, params: shown.params } : ready('here')[0];
    if (statement === undefined) return;
    problem.set(null);
    const { text: sql, params } = statement;
    void calls.export({ runId: crypto.randomUUID(), sql, params, format }).then((answer) => {
      if (!answer.ok) problem.set(answer.error);
    });
  }
  function help(): boolean {
    setDialog('help');
    return true;
  }
  function close(id: string): void {
    runStore.forget(id);
    editor.current?.forget(id);
    tabStore.close(id);
  }

  const actions: EditorActions = {
    onChange: (id, sql) => tabStore.change(id, { sql }),
    runStatement: () => run('here'),
    runAll: () => run('all'),
    cancel,
    save,
    format,
    help,
  };
  function press(event: KeyboardEvent): void {
    // In the editor the same keys have been taken already.
    if (event.defaultPrevented || (event.target instanceof Element && event.target.closest('dialog') !== null)) return;
    const mod = event.metaKey || event.ctrlKey;
    const key = event.key.toLowerCase();
    const action =
      mod && key === 'enter'
        ? () => run(event.shiftKey ? 'all' : 'here')
        : mod && key === 's'
          ? save
          : mod && event.shiftKey && key === 'f'
            ? format
            : key === 'escape'
              ? cancel
              : key === 'f1'
                ? help
                : null;
    if (action?.() === true) event.preventDefault();
  }

  return (
    <div className={mode === 'write' ? 'console-page write' : 'console-page'} data-testid="console" onKeyDown={press}>
      {hasSide && <SidePanel saves={saves} onInsert={(text) => editor.current?.insert(text)} />}
      <div className="console-main">
        <TabStrip onClose={close} />
        {mode === 'write' && (
          <p className="write-banner" role="alert" data-testid="write-banner">
            <strong>Write mode.</strong> Statements can change and delete what was recorded.
          </p>
        )}
        <Toolbar
          mode={mode}
          isRunning={running}
          isEmpty={isEmpty}
          hasSide={hasSide}
          onSide={() => setHasSide(!hasSide)}
          onRun={() => run('here')}
          onRunAll={() => run('all')}
          onCancel={cancel}
          onFormat={format}
          onExplain={explain}
          onSave={save}
          onExport={exportAs}
          onMode={setMode}
          onHelp={help}
        />
        <ProblemLine />
        <div className="editor-frame" style={{ height }}>
          <Editor
            ref={editor}
            tab={tab}
            catalogue={catalogueView.state === 'ready' ? catalogueView.value : null}
            marks={marks}
            actions={actions}
          />
        </div>
        <Splitter height={height} onHeight={setHeight} />
        <ParameterFields
          parameters={parameters}
          values={tab.params}
          isStrict={isStrict}
          onChange={(name, value) => tabStore.change(tab.id, { params: { ...tab.params, [name]: value } })}
        />
        {tabRuns !== undefined && shown !== null && (view !== 'explain' || running) && (
          <>
            <RunStatus tab={tabRuns} shown={shown} onShow={(index) => runStore.show(tab.id, index)} onCancel={cancel} />
            <RunError
              statement={shown}
              text={tab.sql}
              mark={mark}
              onGoTo={(from) => editor.current?.goTo(from)}
              onWrite={() => setMode('write')}
            />
          </>
        )}
        <ResultPane
          statement={shown}
          view={view}
          onView={show}
          explained={explained}
          onSort={(sort) => runStore.sort(tab.id, sort)}
        />
      </div>
      {dialog === 'save' && (
        <SaveDialog tab={tab} onSaved={() => setSaves(saves + 1)} onClose={() => setDialog('none')} />
      )}
      {dialog === 'help' && (
        <KeysDialog
          title="Keys of the console"
          lines={consoleKeys(platform)}
          testId="console-help"
          onClose={() => setDialog('none')}
        />
      )}
    </div>
  );
}

/** The catalogue is read when the page opens, and again once a database that was away answers. */
function useCatalogueWithDatabase(): void {
  const { catalogue } = useConsole();
  const status = useStatus();
  const database = status.state === 'ready' ? status.status.database.state : 'starting';
  useEffect(() => {
    if (catalogue.current().state !== 'ready') catalogue.refresh();
  }, [catalogue, database]);
}

/** Where in the text the error of a statement lies; null when the text has changed since, or the error names no place. */
function markOf(statement: StatementRun | null, text: string): Mark | null {
  const error = statement?.problem ?? statement?.run?.error ?? null;
  if (statement === null || error === null) return null;
  const { sql, from } = statement;
  if (text.slice(from, from + sql.length) !== sql) return null;
  const place = errorPlace(sql, error);
  return place === null ? null : { from: place.from + from, to: place.to + from, message: error.message };
}
