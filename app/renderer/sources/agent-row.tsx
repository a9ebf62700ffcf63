import { type Connection, type ConnectionChange } from '../../contract/connect.ts';
import { type PartHealth } from '../../contract/health.ts';
import { type ImportProgress } from '../../contract/imports.ts';
import { formatPartName } from '../format/name.ts';
import { Figures } from '../ui/figures.tsx';
import { LastEvent } from '../ui/part-list.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { changeLabel, connectionLook, possibleChanges } from './agent-words.ts';
import { ImportPanel } from './import-panel.tsx';

interface AgentRowProps {
  readonly connection: Connection;
  /** Undefined while nothing was heard of the agent. */
  readonly part: PartHealth | undefined;
  readonly progress: ImportProgress | undefined;
  readonly frozen: boolean;
  readonly onChange: (change: ConnectionChange) => void;
  readonly onImportsChanged: () => void;
}

/** An agent: whether it is connected, how its telemetry is, and its past. */
export function AgentRow({ connection, part, progress, frozen, onChange, onImportsChanged }: AgentRowProps) {
  const { agent, state, message } = connection;
  const title = formatPartName(agent);
  const look = connectionLook(connection, part);
  const troubled = part?.state === 'degraded' || part?.state === 'failing';
  return (
    <li className="agent-row" data-testid="agent-row" data-agent={agent} data-state={state}>
      <StateGlyph state={look.glyph} />
      <div className="source-name">
        <h3>{title}</h3>
        <span className="source-state">{look.word}</span>
      </div>
      <div className="source-words">
        <p>{message}</p>
        {troubled && (
          <p className="trouble" data-testid="source-message">
            {part.message}
          </p>
        )}
        {part !== undefined && <Figures part={part} />}
      </div>
      <div className="source-last">{part !== undefined && <LastEvent part={part} />}</div>
      <div className="agent-buttons">
        {possibleChanges(connection).map((change, index) => (
          <button
            // The same button says "Connect" before and "Disconnect" after: the focus stays on it.
            key={index}
            type="button"
            className={change === 'connect' && index === 0 ? 'button primary' : 'button'}
            aria-label={`${changeLabel(change, state)} (${title})`}
            disabled={frozen}
            data-testid={`${change}-${agent}`}
            onClick={() => onChange(change)}
          >
            {changeLabel(change, state)}
          </button>
        ))}
      </div>
      {state !== 'not-installed' && (
        <ImportPanel agent={agent} progress={progress} frozen={frozen} onChanged={onImportsChanged} />
      )}
    </li>
  );
}
