import { cleanAddress, hostOfAddress } from './address.ts';
import { DomainRules, type PrivacySettings, type RuleProblem, TitleRules } from './privacy-rules.ts';
import { redact } from './redaction.ts';
import { steadyTitle } from './window/steady-title.ts';
import { type WindowFacts, type WindowSample } from './window/window-sample.ts';

export type DropReason = 'system' | 'private' | 'app' | 'title' | 'domain';

export type Verdict =
  { readonly kind: 'keep'; readonly facts: WindowFacts } | { readonly kind: 'drop'; readonly reason: DropReason };

/**
 * The one filter in front of everything that is recorded. Whatever a source sees passes here before it is merged,
 * journalled, stored, shown or handed on; nothing of what it drops goes anywhere but into a counter.
 */
export interface PrivacyFilter {
  /** What may be kept of a window. */
  window(sample: WindowSample): Verdict;
  /** Text of any other kind (screen text, log lines, prompts) without secrets. */
  text(text: string): string;
  /** Rules that do not do what the person wrote; may grow while recording. */
  problems(): readonly RuleProblem[];
  /** The person excluded domains; a source without addresses must say that it cannot obey. */
  needsAddresses(): boolean;
  counters(): Readonly<Record<string, number>>;
}

/** Windows that are not the person's doing: login, lock and password screens of the system. */
const systemApps: ReadonlySet<string> = new Set([
  'loginwindow',
  'com.apple.loginwindow',
  'screensaverengine',
  'com.apple.screensaver.engine',
  'securityagent',
  'com.apple.securityagent',
  'coreautha',
  'i3lock',
  'xscreensaver',
  'xsecurelock',
  'light-locker',
  'gnome-screensaver',
  'kscreenlocker_greet',
  'polkit-gnome-authentication-agent-1',
  'gcr-prompter',
  'ssh-askpass',
  'pinentry',
]);

/** Programs choose these names themselves; the columns are dictionaries. */
const nameLimit = 200;

export function createPrivacyFilter(settings: PrivacySettings): PrivacyFilter {
  const apps = new Set(settings.excludedApps.map((app) => app.trim().toLowerCase()));
  const titles = new TitleRules(settings.excludedTitles);
  const domains = new DomainRules(settings.excludedDomains);
  const dropped: Record<DropReason, number> = { system: 0, private: 0, app: 0, title: 0, domain: 0 };
  let redactions = 0;
  let tooSlow = 0;

  function reasonToDrop({ app, bundleId, title, url, visibility }: WindowSample): DropReason | undefined {
    const names = [app.toLowerCase(), bundleId.toLowerCase()];
    if (names.some((name) => systemApps.has(name))) return 'system';
    if (visibility === 'private') return 'private';
    if (names.some((name) => name !== '' && apps.has(name))) return 'app';
    const verdict = titles.judge(steadyTitle(title));
    if (verdict === 'too-slow') tooSlow += 1;
    if (verdict !== 'keep') return 'title';
    const host = domains.isEmpty() ? undefined : hostOfAddress(url);
    return host !== undefined && domains.matches(host) ? 'domain' : undefined;
  }

  function clean(text: string): string {
    const result = redact(text);
    redactions += result.count;
    return result.text;
  }

  function facts({ title, url, visibility, ...names }: WindowSample): WindowFacts {
    const app = names.app.slice(0, nameLimit);
    const bundleId = names.bundleId.slice(0, nameLimit);
    // A browser that does not say whether its window is private is taken at its worst: that it ran is all that is kept.
    if (visibility === 'unknown') return { app, bundleId, title: '', url: '' };
    const address = cleanAddress(url, settings.urlDetail);
    redactions += address.redactions;
    return { app, bundleId, title: steadyTitle(clean(title.slice(0, 4 * 1_000))), url: address.url };
  }

  return {
    window(sample) {
      const reason = reasonToDrop(sample);
      if (reason === undefined) return { kind: 'keep', facts: facts(sample) };
      dropped[reason] += 1;
      return { kind: 'drop', reason };
    },
    text: clean,
    problems: () => [...titles.problems, ...domains.problems],
    needsAddresses: () => !domains.isEmpty(),
    counters: () => ({
      ...Object.fromEntries(Object.entries(dropped).map(([reason, count]) => [`dropped_${reason}`, count])),
      dropped_slow_pattern: tooSlow,
      redactions,
    }),
  };
}
