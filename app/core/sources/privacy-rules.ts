import { Script, createContext } from 'node:vm';
import { type Settings } from '../../contract/settings.ts';

export type PrivacySettings = Settings['privacy'];

/** A rule that does not do what the person wrote. The message never repeats the rule: it may be personal itself. */
export interface RuleProblem {
  readonly rule: 'excludedTitles' | 'excludedDomains';
  /** Position in the settings, counted from 1. */
  readonly position: number;
  readonly message: string;
}

/** All patterns together have this long for one title; V8 interrupts a match that runs away. */
const matchLimitMs = 25;
const matchedLength = 1_000;
const rememberedTitles = 256;

export type TitleVerdict = 'keep' | 'drop' | 'too-slow';

/**
 * Matches titles against the person's patterns, within a time limit. A pattern that is no valid regular expression
 * counts as plain text; a match that does not end in time counts as a hit: both fail towards not recording.
 */
export class TitleRules {
  readonly problems: RuleProblem[] = [];
  private readonly sandbox: { patterns: RegExp[]; title: string; at: number };
  private readonly script = new Script('for (at = 0; at < patterns.length && !patterns[at].test(title); at += 1); at');
  private readonly verdicts = new Map<string, TitleVerdict>();

  constructor(patterns: readonly string[]) {
    const compiled = patterns.map((pattern, index) => this.compile(pattern, index + 1));
    this.sandbox = { patterns: compiled, title: '', at: 0 };
    if (compiled.length > 0) createContext(this.sandbox);
  }

  judge(title: string): TitleVerdict {
    if (this.sandbox.patterns.length === 0) return 'keep';
    const known = this.verdicts.get(title);
    if (known !== undefined) return known;
    const verdict = this.match(title);
    if (this.verdicts.size >= rememberedTitles) this.verdicts.clear();
    this.verdicts.set(title, verdict);
    return verdict;
  }

  private match(title: string): TitleVerdict {
    this.sandbox.title = title.slice(0, matchedLength);
    // Once more after a match that did not end in time: a machine that stood still is no fault of a pattern, and does
    // not stand still twice.
    const at = this.firstHit() ?? this.firstHit();
    if (at !== undefined) return at < this.sandbox.patterns.length ? 'drop' : 'keep';
    this.report(
      this.sandbox.at + 1,
      `takes longer than ${matchLimitMs} ms on a title; such windows are not recorded. Simplify it.`,
    );
    return 'too-slow';
  }

  /** The index of the first pattern that the title fits, their number when it fits none; undefined after the limit. */
  private firstHit(): number | undefined {
    try {
      return this.script.runInContext(this.sandbox, { timeout: matchLimitMs }) as number;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      return undefined;
    }
  }

  private compile(pattern: string, position: number): RegExp {
    try {
      return new RegExp(pattern, 'iu');
    } catch {
      try {
        // Escapes such as `\-` are wrong with the u flag and harmless without it.
        return new RegExp(pattern, 'i');
      } catch (error) {
        this.report(position, `is no valid regular expression (${reason(error)}); it is matched as plain text.`);
        return new RegExp(pattern.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`), 'i');
      }
    }
  }

  private report(position: number, message: string): void {
    if (this.problems.some((problem) => problem.position === position)) return;
    this.problems.push({ rule: 'excludedTitles', position, message });
  }
}

/** V8 repeats the pattern in its message; what comes after it is the reason. */
function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split(': ').at(-1) ?? 'unknown reason';
}

/** Host names that the person excluded, each with its subdomains. Accepts `example.com`, `*.example.com` and whole addresses. */
export class DomainRules {
  readonly problems: RuleProblem[] = [];
  private readonly domains = new Set<string>();

  constructor(rules: readonly string[]) {
    for (const [index, rule] of rules.entries()) {
      const host = hostOf(rule);
      if (host !== undefined) this.domains.add(host);
      else {
        const message = 'is no domain name; nothing is excluded by it. Write it like example.com.';
        this.problems.push({ rule: 'excludedDomains', position: index + 1, message });
      }
    }
  }

  isEmpty(): boolean {
    return this.domains.size === 0;
  }

  matches(host: string): boolean {
    let rest = host.toLowerCase().replace(/\.$/, '');
    while (rest !== '') {
      if (this.domains.has(rest)) return true;
      const dot = rest.indexOf('.');
      if (dot < 0) return false;
      rest = rest.slice(dot + 1);
    }
    return false;
  }
}

function hostOf(rule: string): string | undefined {
  const text = rule.trim().replace(/^\*?\./, '');
  try {
    // The URL parser brings capital letters and international names into the form that browsers report.
    const { hostname } = new URL(text.includes('://') ? text : `http://${text}`);
    return hostname === '' ? undefined : hostname.replace(/\.$/, '');
  } catch {
    return undefined;
  }
}
