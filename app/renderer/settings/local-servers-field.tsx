import { useId, useRef, useState } from 'react';
import { checkSetting } from '../../contract/setting-changes.ts';
import { Icon } from '../ui/icon.tsx';
import { SettingRow } from './setting-row.tsx';
import { useSetting } from './settings-context.ts';

/** OpenAI-compatible servers that the person runs; each can be taken away, another is added with Enter. */
export function LocalServersField() {
  const { value, refusal, set } = useSetting('alwaysOnAgent.models');
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [url, setUrl] = useState('');
  const [model, setModel] = useState('');
  const typed = { url: url.trim(), ...(model.trim() === '' ? {} : { model: model.trim() }) };
  const problem = typed.url === '' ? null : problemOf(typed, value.servers);

  async function add(): Promise<void> {
    if (typed.url === '' || problem !== null) return;
    if (!(await set({ ...value, servers: [...value.servers, typed] }))) return;
    setUrl('');
    setModel('');
  }
  function remove(index: number): void {
    void set({ ...value, servers: value.servers.filter((_, at) => at !== index) });
    // The button that had the focus goes with its server.
    input.current?.focus();
  }

  return (
    <SettingRow
      label="Other servers"
      controlId={id}
      help="Servers that speak OpenAI’s protocol, up to and with the version: http://127.0.0.1:8080/v1. Only those on this machine count as local."
      helpId={`${id}-help`}
      error={problem ?? refusal}
      errorId={`${id}-error`}
      testId="models.servers"
      wide
    >
      {value.servers.length > 0 && (
        <ul className="rules" aria-label="Other servers">
          {value.servers.map((server, index) => (
            <li key={`${index} ${server.url}`} className="rule">
              <span className="rule-text">
                {server.url}
                {server.model !== undefined && `, ${server.model}`}
              </span>
              <button
                type="button"
                className="rule-remove"
                aria-label={`Remove ${server.url}`}
                onClick={() => remove(index)}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <form
        className="rule-entry"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <input
          ref={input}
          id={id}
          className="field-input"
          type="text"
          autoComplete="off"
          spellCheck={false}
          placeholder="http://127.0.0.1:8080/v1"
          value={url}
          aria-describedby={`${id}-help ${id}-error`}
          aria-invalid={problem !== null}
          data-testid="server-url"
          onChange={(event) => setUrl(event.target.value)}
        />
        <input
          className="field-input"
          type="text"
          autoComplete="off"
          spellCheck={false}
          aria-label="Model of the server; empty: the first that it lists"
          placeholder="Model; empty: the first"
          value={model}
          data-testid="server-model"
          onChange={(event) => setModel(event.target.value)}
        />
        <button
          type="submit"
          className="button"
          disabled={typed.url === '' || problem !== null}
          aria-label="Add a server"
          data-testid="server-add"
        >
          Add
        </button>
      </form>
    </SettingRow>
  );
}

interface Server {
  readonly url: string;
  readonly model?: string | undefined;
}

function problemOf(server: Server, servers: readonly Server[]): string | null {
  if (servers.some(({ url, model }) => url === server.url && model === server.model))
    return 'It is in the list already.';
  const checked = checkSetting('alwaysOnAgent.models', { servers: [server] });
  return checked.ok && /^https?:/.test(server.url) ? null : 'Enter an address such as http://127.0.0.1:8080/v1.';
}
