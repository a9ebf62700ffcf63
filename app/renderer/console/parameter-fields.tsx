import { useId } from 'react';
import { type SqlParameter } from '../../contract/sql-text.ts';
import { parameterKind, parameterTrouble } from './parameter-kind.ts';

interface ParameterFieldsProps {
  readonly parameters: readonly SqlParameter[];
  readonly values: Readonly<Record<string, string>>;
  /** Whether a run was asked for: until then an empty field is no mistake. */
  readonly isStrict: boolean;
  readonly onChange: (name: string, value: string) => void;
}

/** A field for each `{name:Type}` of the text. */
export function ParameterFields({ parameters, values, isStrict, onChange }: ParameterFieldsProps) {
  if (parameters.length === 0) return null;
  return (
    <div className="parameters" role="group" aria-label="Parameters" data-testid="parameters">
      {parameters.map((parameter) => (
        <Field
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name]}
          isStrict={isStrict}
          onChange={(value) => onChange(parameter.name, value)}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  readonly parameter: SqlParameter;
  readonly value: string | undefined;
  readonly isStrict: boolean;
  readonly onChange: (value: string) => void;
}

function Field({ parameter: { name, type }, value, isStrict, onChange }: FieldProps) {
  const id = useId();
  const kind = parameterKind(type);
  const trouble = parameterTrouble(value, type);
  const isShown = trouble !== null && (isStrict || (value ?? '') !== '');
  const shared = {
    id,
    value: value ?? '',
    'aria-invalid': isShown,
    'aria-describedby': isShown ? `${id}-trouble` : undefined,
    'data-testid': `parameter-${name}`,
  };
  return (
    <div className="parameter">
      <label htmlFor={id}>
        {name} <span className="parameter-type">{type}</span>
      </label>
      {kind.choices.length > 0 ? (
        <select {...shared} className="field" onChange={(event) => onChange(event.target.value)}>
          <option value="">Choose…</option>
          {kind.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : (
        <input
          {...shared}
          className="field"
          inputMode={kind.input === 'whole' ? 'numeric' : kind.input === 'number' ? 'decimal' : 'text'}
          placeholder={kind.hint}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {isShown && (
        <span id={`${id}-trouble`} className="parameter-trouble">
          {trouble}
        </span>
      )}
    </div>
  );
}
