import { useEffect, useState } from 'react';
import { Icon } from './icon.tsx';

const shownMs = 2_000;

/** Copies a text, and says for a moment whether that worked. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none');
  useEffect(() => {
    if (outcome === 'none') return undefined;
    const timer = setTimeout(() => setOutcome('none'), shownMs);
    return () => clearTimeout(timer);
  }, [outcome]);

  function copy(): void {
    navigator.clipboard.writeText(text).then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    );
  }

  return (
    <button type="button" className="button small" aria-label={`Copy ${what}`} data-outcome={outcome} onClick={copy}>
      <Icon name="copy" />
      <span aria-live="polite">{labels[outcome]}</span>
    </button>
  );
}

const labels = { none: 'Copy', copied: 'Copied', failed: 'Not copied' } as const;
