import { useState } from 'react';
import { type Problem } from '../data/problem.ts';
import { byteSize } from '../../contract/byte-size.ts';
import { Card } from '../ui/card.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { useSettingsCalls } from './settings-calls.ts';

type Step =
  | { readonly kind: 'none' }
  | { readonly kind: 'collecting' }
  | { readonly kind: 'shown'; readonly text: string; readonly savedTo: string | null; readonly problem: Problem | null }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** A report for whoever helps, which the person reads before it is saved. */
export function DiagnosticsSection() {
  const calls = useSettingsCalls();
  const [step, setStep] = useState<Step>({ kind: 'none' });

  async function collect(): Promise<void> {
    setStep({ kind: 'collecting' });
    const answer = await calls.collectDiagnostics();
    setStep(
      answer.ok
        ? { kind: 'shown', text: answer.value, savedTo: null, problem: null }
        : { kind: 'failed', problem: answer.error },
    );
  }
  async function save(text: string): Promise<void> {
    const answer = await calls.saveDiagnostics();
    if (!answer.ok) setStep({ kind: 'shown', text, savedTo: null, problem: answer.error });
    else if (answer.value !== null) setStep({ kind: 'shown', text, savedTo: answer.value, problem: null });
  }

  return (
    <Card
      title="Diagnostics"
      note="Versions, the state of each part, counters, sizes of tables, and the last lines of the log"
      testId="diagnostics"
    >
      <p className="setting-help">
        Without titles, addresses, texts, queries, names of yours, or the places of your files. Rules and prices appear
        as their number alone. You see all of it before it is saved; Hivebar sends it nowhere.
      </p>
      <div className="diagnostics-buttons">
        <button
          type="button"
          className={step.kind === 'shown' ? 'button' : 'button primary'}
          disabled={step.kind === 'collecting'}
          data-testid="collect-diagnostics"
          onClick={() => void collect()}
        >
          {step.kind === 'collecting' ? 'Collecting…' : step.kind === 'shown' ? 'Collect again' : 'Collect and look'}
        </button>
        {step.kind === 'shown' && (
          <>
            <button
              type="button"
              className="button primary"
              data-testid="save-diagnostics"
              onClick={() => void save(step.text)}
            >
              Save diagnostics…
            </button>
            <CopyButton text={step.text} what="Diagnostics" />
          </>
        )}
      </div>
      {step.kind === 'failed' && (
        <p className="setting-error" role="alert">
          {step.problem.message}
        </p>
      )}
      {step.kind === 'shown' && (
        <>
          <p
            className={step.problem === null ? 'setting-help' : 'setting-error'}
            role="status"
            data-testid="diagnostics-outcome"
          >
            {step.problem?.message ??
              (step.savedTo === null
                ? `Exactly this would be saved, ${byteSize(step.text.length)}:`
                : `Saved to ${step.savedTo}`)}
          </p>
          <pre
            className="diagnostics-text"
            tabIndex={0}
            role="region"
            aria-label="The report"
            data-testid="diagnostics-text"
          >
            {step.text}
          </pre>
        </>
      )}
    </Card>
  );
}
