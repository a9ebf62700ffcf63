import { Card } from '../ui/card.tsx';
import { CloudModelFields } from './cloud-model-fields.tsx';
import { LocalServersField } from './local-servers-field.tsx';
import { ModelFileField } from './model-file-field.tsx';
import { SwitchRow } from './switch-field.tsx';
import { useSetting } from './settings-context.ts';

/** Which models the agent may ask. */
export function AgentModelsCard() {
  const { value, refusal, set } = useSetting('alwaysOnAgent.models');
  return (
    <Card
      title="Models of the agent"
      note="It works without any; with one it finds better words."
      testId="model-settings"
    >
      <ModelFileField />
      <SwitchRow
        label="Look for servers on this machine"
        help="Asks mlx_lm.server, LM Studio and Ollama at their usual ports whether they are there. Nothing leaves this machine."
        checked={value.probe}
        error={refusal}
        testId="models.probe"
        onChange={(probe) => void set({ ...value, probe })}
      />
      <LocalServersField />
      <CloudModelFields />
    </Card>
  );
}
