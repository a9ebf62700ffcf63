import { type McpLaunch } from '../../contract/settings-calls.ts';
import { useSession } from '../data/session.ts';
import { useLiveCall } from '../data/use-live-call.ts';
import { Snippet } from '../sources/programs-card.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { claudeCodeSnippet, codexSnippet, jsonSnippet } from './mcp-snippets.ts';
import { useSettingsCalls } from './settings-calls.ts';

/** How an agent is given Hivebar's tools over MCP, ready to be copied. */
export function McpCard() {
  const calls = useSettingsCalls();
  const { view } = useLiveCall(calls.mcpLaunch, useSession().refresh);
  return (
    <Card
      title="MCP"
      note="Lets an agent ask what Hivebar recorded and what you do now. It can change nothing."
      testId="mcp"
    >
      {view.state === 'loading' && <Skeleton rows={4} />}
      {view.state === 'failed' && <ProblemNote problem={view.problem} />}
      {view.state === 'ready' && <McpWays launch={view.value} />}
    </Card>
  );
}

function McpWays({ launch }: { launch: McpLaunch }) {
  if (!launch.installed) {
    return (
      <p className="source-state" data-testid="mcp-missing">
        The command line {launch.args[0]} is missing, so that no agent can start it. Reinstall Hivebar.
      </p>
    );
  }
  return (
    <>
      <p className="source-state">
        The agent starts it by itself, with the Node of this machine, 20.19 or later. Hivebar may be started later.
      </p>
      <div className="snippets">
        <Snippet title="Claude Code, in a terminal" text={claudeCodeSnippet(launch)} />
        <Snippet title="Codex, in config.toml" text={codexSnippet(launch)} />
        <Snippet title="Claude Desktop and Gemini CLI" text={jsonSnippet(launch)} />
      </div>
    </>
  );
}
