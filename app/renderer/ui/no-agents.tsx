import { Icon } from './icon.tsx';

interface NoAgentsProps {
  /** What will stand here: "what your agents do and what it costs". */
  readonly what: string;
  readonly onOpenSources: () => void;
}

/** Instead of a whole page about agents, as long as no agent has ever reported. */
export function NoAgents({ what, onOpenSources }: NoAgentsProps) {
  return (
    <section className="no-agents" aria-labelledby="no-agents-title" data-testid="no-agents">
      <Icon name="plug" />
      <h2 id="no-agents-title">No agent reports to Hivebar yet</h2>
      <p>
        Connect Claude Code, Codex, Gemini CLI or a program of your own, or import what they did before. {what} appears
        here within seconds. Everything stays on this computer.
      </p>
      <button type="button" className="button primary" data-testid="open-sources" onClick={onOpenSources}>
        Connect an agent
      </button>
    </section>
  );
}
