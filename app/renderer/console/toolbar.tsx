import { type ConsoleExportFormat, type ConsoleMode } from '../../contract/console.ts';
import { Icon } from '../ui/icon.tsx';
import { MenuButton } from '../ui/menu.tsx';

interface ToolbarProps {
  readonly mode: ConsoleMode;
  readonly isRunning: boolean;
  readonly isEmpty: boolean;
  readonly hasSide: boolean;
  readonly onSide: () => void;
  readonly onRun: () => void;
  readonly onRunAll: () => void;
  readonly onCancel: () => void;
  readonly onFormat: () => void;
  readonly onExplain: () => void;
  readonly onSave: () => void;
  readonly onExport: (format: ConsoleExportFormat) => void;
  readonly onMode: (mode: ConsoleMode) => void;
  readonly onHelp: () => void;
}

/** What can be done with the text of a tab. */
export function Toolbar(props: ToolbarProps) {
  const { mode, isRunning, isEmpty, hasSide } = props;
  return (
    <div className="console-tools" role="toolbar" aria-label="Query">
      <button
        type="button"
        className="icon-button"
        aria-label="Schema and queries"
        aria-pressed={hasSide}
        title={hasSide ? 'Hide schema and queries' : 'Show schema and queries'}
        data-testid="toggle-side"
        onClick={props.onSide}
      >
        <Icon name="panel" />
      </button>
      {isRunning ? (
        <button
          type="button"
          className="button danger"
          title="Cancel (Esc)"
          data-testid="cancel"
          onClick={props.onCancel}
        >
          Cancel
        </button>
      ) : (
        <button
          type="button"
          className="button primary"
          title="Run the selection, else the statement at the cursor"
          data-testid="run"
          disabled={isEmpty}
          onClick={props.onRun}
        >
          <Icon name="play" />
          Run
        </button>
      )}
      <button
        type="button"
        className="button"
        data-testid="run-all"
        disabled={isEmpty || isRunning}
        onClick={props.onRunAll}
      >
        Run all
      </button>
      <button
        type="button"
        className="button"
        data-testid="explain-button"
        disabled={isEmpty}
        onClick={props.onExplain}
      >
        Explain
      </button>
      <button type="button" className="button" data-testid="format" disabled={isEmpty} onClick={props.onFormat}>
        Format
      </button>
      <button type="button" className="button" data-testid="save" disabled={isEmpty} onClick={props.onSave}>
        Save
      </button>
      <MenuButton<ConsoleExportFormat>
        label={
          <>
            Export
            <Icon name="chevron" />
          </>
        }
        testId="export-menu"
        items={[
          { key: 'csv', label: 'CSV…' },
          { key: 'jsonl', label: 'JSON lines…' },
          { key: 'parquet', label: 'Parquet…' },
        ]}
        onChoose={props.onExport}
      />
      <span className="spacer" />
      <ModeSwitch mode={mode} onMode={props.onMode} />
      <button
        type="button"
        className="icon-button"
        aria-label="Keys of the console"
        title="Keys of the console (F1)"
        data-testid="help"
        onClick={props.onHelp}
      >
        <Icon name="keyboard" />
      </button>
    </div>
  );
}

/** Says plainly whether statements can change anything, and asks for the other mode. */
function ModeSwitch({ mode, onMode }: { mode: ConsoleMode; onMode: (mode: ConsoleMode) => void }) {
  return mode === 'read' ? (
    <button
      type="button"
      className="mode-switch"
      title="Statements can change nothing. Press to ask for write mode."
      data-testid="mode"
      data-mode="read"
      onClick={() => onMode('write')}
    >
      <Icon name="lock" />
      Read only
    </button>
  ) : (
    <button
      type="button"
      className="mode-switch write"
      title="Statements can change and delete what was recorded. Press to go back to read only."
      data-testid="mode"
      data-mode="write"
      onClick={() => onMode('read')}
    >
      <Icon name="pen" />
      Write mode: end
    </button>
  );
}
