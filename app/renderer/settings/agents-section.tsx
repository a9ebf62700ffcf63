import { settingBounds } from '../../contract/settings.ts';
import { Card } from '../ui/card.tsx';
import { NumberField } from './number-field.tsx';
import { SwitchField } from './switch-field.tsx';

/** What is kept of agents, and how they reach Hivebar. */
export function AgentsSection({ onOpenSources }: { onOpenSources: () => void }) {
  return (
    <Card
      title="Agents"
      aside={
        <button type="button" className="button" data-testid="settings-to-sources" onClick={onOpenSources}>
          Connect agents…
        </button>
      }
    >
      <SwitchField
        path="agents.keepContent"
        label="Keep prompts and tool content"
        help="Off, what you and your agents say is dropped before it is stored: names, sizes, times, costs and errors stay. Counts at once; agents that are connected already must be connected again to send it."
      />
      <SwitchField
        path="agents.followTranscripts"
        label="Follow session files"
        help="Reads what agents write on this machine while their telemetry is silent. Nothing counts twice."
      />
      <SwitchField
        path="agents.otlpRequiresToken"
        label="Ask telemetry for a token"
        help="Programs without Hivebar’s token are refused. Counts at once: agents that are connected must be connected again. The token lies in secrets/otlp-token of the data folder."
      />
      <NumberField
        path="agents.otlpPort"
        label="Port for telemetry"
        help="Where OTLP is received over HTTP. Another one is taken when it is in use. Counts from the next start of Hivebar; then connect agents again."
        bounds={settingBounds.port}
        unit={{ name: '', size: 1 }}
      />
    </Card>
  );
}
