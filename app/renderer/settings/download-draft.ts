import * as v from 'valibot';
import { alwaysOnAgentChannels } from '../../contract/always-on-agent.ts';

/** What is known of a download while it is typed. */
export interface DownloadDraft {
  /** The host that would be asked; null before there is an address. */
  readonly host: string | null;
  readonly urlProblem: string | null;
  readonly sumProblem: string | null;
  /** Whether it may be begun. */
  readonly isWhole: boolean;
}

/** Looks at an address and a checksum as they are typed; an empty field is not wrong yet. */
export function readDownload(url: string, sha256: string): DownloadDraft {
  const { url: asUrl, sha256: asSum } = alwaysOnAgentChannels.downloadModel.takes.entries;
  const host = v.is(asUrl, url) ? hostOf(url) : null;
  const isSum = v.is(asSum, sha256);
  return {
    host,
    urlProblem: url === '' || host !== null ? null : 'Enter an address that begins with https://.',
    sumProblem: sha256 === '' || isSum ? null : 'A SHA-256 has 64 hexadecimal digits.',
    isWhole: host !== null && isSum,
  };
}

function hostOf(url: string): string | null {
  const { protocol, host } = new URL(url);
  return protocol === 'https:' && host !== '' ? host : null;
}
