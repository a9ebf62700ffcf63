import { type PlanStep } from '../../contract/console.ts';

/** A plan as the server carries it out, the result above: each step stands over what flows into it. */
export function PlanTree({ root }: { root: PlanStep }) {
  return (
    <div className="explain-scroll" tabIndex={0} role="group" aria-label="Plan">
      <ul className="plan">
        <Step step={root} />
      </ul>
    </div>
  );
}

function Step({ step }: { step: PlanStep }) {
  return (
    <li>
      <div className="plan-step" data-testid="plan-step">
        <strong>{step.name}</strong>
        {step.description !== '' && <span className="plan-description">{step.description}</span>}
        {step.facts.length > 0 && (
          <ul className="plan-facts">
            {step.facts.map((fact, index) => (
              <li key={index}>{fact}</li>
            ))}
          </ul>
        )}
      </div>
      {step.inputs.length > 0 && (
        <ul>
          {step.inputs.map((input, index) => (
            <Step key={index} step={input} />
          ))}
        </ul>
      )}
    </li>
  );
}
