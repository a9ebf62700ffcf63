import { type PartHealth } from '../../contract/health.ts';
import { stateWords } from '../data/parts.ts';
import { formatPartName } from '../format/name.ts';
import { LastEvent } from '../ui/part-list.tsx';
import { PartMessage } from '../ui/part-message.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';

/** Every part: state, sentence, counters, last event. */
export function HealthTable({ parts }: { parts: readonly PartHealth[] }) {
  return (
    <table className="table health">
      <caption className="visually-hidden">Parts of the recorder</caption>
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">State</th>
          <th scope="col">Details</th>
          <th scope="col" className="number">
            Last event
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <tr key={part.name} data-testid="source-row" data-source={part.name} data-state={part.state}>
            <th scope="row">{formatPartName(part.name)}</th>
            <td>
              <span className="health-state">
                <StateGlyph state={part.state} />
                {stateWords[part.state]}
              </span>
            </td>
            <td>
              <PartMessage part={part} />
            </td>
            <td className="number">
              <LastEvent part={part} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
