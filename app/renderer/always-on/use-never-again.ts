import { useState } from 'react';
import { type Suggestion } from '../../contract/always-on-agent.ts';
import { settingsChannels } from '../../contract/settings-calls.ts';
import { type Calls, settle } from '../data/bridge.ts';
import { useSession } from '../data/session.ts';
import { type AgentWishes } from '../data/use-agent.ts';

type Never = Pick<Suggestion, 'kind' | 'subject'>;

/** "Never again", and taking that back until another is said or the page is left. */
export interface NeverAgain {
  /** What was last said of, or null. */
  readonly said: Never | null;
  /** Why it could not be taken back, or null. */
  readonly problem: string | null;
  readonly say: (suggestion: Suggestion) => void;
  readonly undo: () => void;
}

export function useNeverAgain(wishes: Pick<AgentWishes, 'dismiss'>): NeverAgain {
  const { calls } = useSession();
  const [said, setSaid] = useState<Never | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  return {
    said,
    problem,
    say({ id, kind, subject }) {
      void wishes.dismiss(id, true).then((done) => {
        setProblem(null);
        if (done) setSaid({ kind, subject });
      });
    },
    undo() {
      if (said === null) return;
      void allowAgain(calls, said).then((refusal) => {
        setProblem(refusal);
        if (refusal === null) setSaid(null);
      });
    },
  };
}

/** Takes one entry out of the settings, whatever else was changed since; gives why it stays, or null. */
async function allowAgain({ send }: Pick<Calls, 'send'>, { kind, subject }: Never): Promise<string | null> {
  const report = await send(settingsChannels.settings, undefined);
  if (!report.ok) return report.error.message;
  const { settings } = report.value;
  if (!settings.ok) return settings.error;
  const value = settings.value.alwaysOnAgent.never.filter((entry) => entry.kind !== kind || entry.subject !== subject);
  const changed = await settle(send(settingsChannels.changeSetting, { path: 'alwaysOnAgent.never', value }));
  return changed.ok ? null : changed.error.message;
}
