import { NumberRow } from './number-field.tsx';
import { useSetting } from './settings-context.ts';

const microsPerUsd = 1_000_000;
const bounds = { least: 0, most: 1_000 * microsPerUsd };

/** What the agent may spend in an hour. */
export function AgentCostField() {
  const { value, refusal, set } = useSetting('alwaysOnAgent.maxCostPerHourUsd');
  return (
    <NumberRow
      label="Most cost per hour"
      help="Of models in the cloud, over the last 60 minutes. Above it the agent goes on without a model."
      value={Math.round(value * microsPerUsd)}
      bounds={bounds}
      unit={{ name: 'US dollars', size: microsPerUsd }}
      refusal={refusal}
      testId="alwaysOnAgent.maxCostPerHourUsd"
      onEnter={(micros) => void set(micros / microsPerUsd)}
    />
  );
}
