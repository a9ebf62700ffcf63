import { useState } from 'react';
import { type RepricePreview, repriceChannels } from '../../contract/reprice.ts';
import { type Result } from '../../contract/result.ts';
import { formatMoney } from '../../contract/money.ts';
import { settle } from '../data/bridge.ts';
import { type Problem } from '../data/problem.ts';
import { useSession } from '../data/session.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { useRepricePreview } from './use-reprice-preview.ts';
import { useDialog } from '../ui/use-dialog.ts';

/** Shows what the prices of now would change in the costs of recorded calls, and begins when the person agrees. */
export function RepriceDialog({ onClose }: { onClose: () => void }) {
  const { calls } = useSession();
  const [all, setAll] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const preview = useRepricePreview(all);
  const { dialog, titleId, close } = useDialog();

  function start(): void {
    void settle(calls.send(repriceChannels.startRepricing, { all })).then((begun) => {
      if (begun.ok) close();
      else setProblem(begun.error);
    });
  }

  return (
    <dialog
      ref={dialog}
      className="dialog reprice-dialog"
      aria-labelledby={titleId}
      data-testid="reprice-dialog"
      onClose={onClose}
    >
      <h2 id={titleId} tabIndex={-1}>
        Compute costs anew
      </h2>
      <div className="reprice-body">
        <fieldset className="reprice-choice">
          <legend className="visually-hidden">Which calls</legend>
          <label>
            <input type="radio" name="which" checked={!all} onChange={() => setAll(false)} />
            Calls that have no cost
          </label>
          <label>
            <input type="radio" name="which" checked={all} onChange={() => setAll(true)} />
            All calls whose cost Hivebar computed
          </label>
        </fieldset>
        <PreviewView preview={preview} />
        {problem !== null && (
          <p role="alert" className="trouble">
            {problem.message}
          </p>
        )}
      </div>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={close}>
          Cancel
        </button>
        {preview?.ok === true && (preview.value.changed > 0 || preview.value.unfinished) && (
          <button type="button" className="button primary" data-testid="reprice-start" onClick={start}>
            {preview.value.changed > 0
              ? `Change ${formatCounted(preview.value.changed, 'call', 'calls')}`
              : 'Finish what was broken off'}
          </button>
        )}
      </div>
    </dialog>
  );
}

function PreviewView({ preview }: { preview: Result<RepricePreview, Problem> | null }) {
  if (preview === null) return <Skeleton rows={4} />;
  if (!preview.ok) return <p role="alert">{preview.error.message}</p>;
  const { calls, changed, oldUsd, newUsd, models, moreModels, unfinished } = preview.value;
  const touched = models.filter((model) => model.changed > 0 || model.unpriced > 0);
  return (
    <>
      <p role="status" data-testid="reprice-summary">
        {calls === 0 && 'There are no such calls.'}
        {calls > 0 && changed === 0 && `The prices of now change nothing about these ${formatCount(calls)} calls.`}
        {changed > 0 &&
          `${formatCount(changed)} of ${formatCount(calls)} calls change: ${formatMoney(oldUsd)} become ${formatMoney(newUsd)}.`}
        {unfinished && ' An earlier run was broken off and is finished first.'}
      </p>
      {touched.length > 0 && (
        <div className="reprice-models">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Model</th>
                <th scope="col" className="number">
                  Calls that change
                </th>
                <th scope="col" className="number">
                  Cost now
                </th>
                <th scope="col" className="number">
                  New cost
                </th>
                <th scope="col" className="number">
                  Stay without a price
                </th>
              </tr>
            </thead>
            <tbody>
              {touched.map((model) => (
                <tr key={`${model.provider} ${model.model}`}>
                  <th scope="row">
                    {model.model} <span className="card-note">{model.provider}</span>
                  </th>
                  <td className="number figures">{formatCount(model.changed)}</td>
                  <td className="number figures">{formatMoney(model.oldUsd)}</td>
                  <td className="number figures">{formatMoney(model.newUsd)}</td>
                  <td className="number figures">{formatCount(model.unpriced)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {moreModels > 0 && <p className="card-note">And {formatCounted(moreModels, 'model', 'models')} more.</p>}
        </div>
      )}
      <p className="card-note">
        Costs that a vendor told stay as they are. You can cancel at any time; starting again goes on where it ended.
      </p>
    </>
  );
}
