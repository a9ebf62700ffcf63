import { describe, expect, it } from 'vitest';
import { type ModelTarget, type Readiness, type RouteHints, nameOf } from './model-types.ts';
import { route } from './route.ts';

type State = 'absent' | 'ready' | 'cold' | 'down' | 'small';

const states: readonly State[] = ['absent', 'ready', 'cold', 'down', 'small'];
const inputTokens = 1_000;
const wanted = 500;

/** A target in a state; one that is small is ready and holds less than the request. */
function target(place: ModelTarget['route'], state: State): ModelTarget[] {
  if (state === 'absent') return [];
  const readiness: Readiness = state === 'small' ? 'ready' : state;
  const contextTokens = state === 'small' ? 1_050 : null;
  return [{ provider: place, model: 'm', route: place, readiness, contextTokens, message: `${place} is ${state}.` }];
}

/** Every value of everything that the router looks at, with every value of everything else. */
function* combinations() {
  for (const latencyTier of ['interactive', 'batch'] as const)
    for (const privacyRequired of [true, false])
      for (const networkState of ['online', 'offline'] as const)
        for (const tokenBudget of [10_000, 1_040, 1_000, 500])
          for (const local of states)
            for (const server of states)
              for (const cloud of states) {
                const hints: RouteHints = { latencyTier, privacyRequired, networkState, tokenBudget };
                const places = { local, server, cloud };
                const targets = [...target('cloud', cloud), ...target('server', server), ...target('local', local)];
                const outcome = route({ inputTokens, maxOutputTokens: wanted }, hints, targets);
                yield { hints, places, targets, outcome };
              }
}

const all = [...combinations()];

describe('the router, over every combination', () => {
  it('looks at all of them', () => {
    expect(all).toHaveLength(2 * 2 * 2 * 4 * 5 * 5 * 5);
  });

  it('never sends to the cloud what is private, nor anything while offline', () => {
    for (const { hints, outcome } of all) {
      if (!outcome.ok || (!hints.privacyRequired && hints.networkState === 'online')) continue;
      expect(outcome.value.choices.map((choice) => choice.target.route)).not.toContain('cloud');
    }
  });

  it('asks exactly the models that are allowed, can be asked and hold the request, each once', () => {
    for (const { hints, places, outcome } of all) {
      const output = Math.min(wanted, hints.tokenBudget - inputTokens);
      const usable = (['local', 'server', 'cloud'] as const).filter((place) => {
        if (place === 'cloud' && (hints.privacyRequired || hints.networkState === 'offline')) return false;
        if (places[place] === 'small') return inputTokens + output <= 1_050;
        return places[place] === 'ready' || places[place] === 'cold';
      });
      const chosen = outcome.ok ? outcome.value.choices.map((choice) => choice.target.route) : [];
      expect([...chosen].sort()).toEqual(output < 1 ? [] : [...usable].sort());
    }
  });

  it('gives never more output than was asked for, nor more than the budget leaves', () => {
    for (const { hints, outcome } of all) {
      if (!outcome.ok) continue;
      expect(outcome.value.maxOutputTokens).toBeGreaterThanOrEqual(1);
      expect(outcome.value.maxOutputTokens).toBe(Math.min(wanted, hints.tokenBudget - inputTokens));
    }
  });

  it('asks a ready model on this machine before any other, and one in this process before a server', () => {
    for (const { outcome } of all) {
      if (!outcome.ok) continue;
      const order = outcome.value.choices.map(({ target: { route: place, readiness } }) => ({ place, readiness }));
      const ready = order.filter(({ place, readiness }) => place !== 'cloud' && readiness === 'ready');
      expect(order.slice(0, ready.length)).toEqual(ready);
      for (const readiness of ['ready', 'cold'])
        expect(order.filter((entry) => entry.place !== 'cloud' && entry.readiness === readiness)).toEqual(
          order
            .filter((entry) => entry.place !== 'cloud' && entry.readiness === readiness)
            .toSorted((a, b) => a.place.localeCompare(b.place)),
        );
    }
  });

  it('puts the cloud before a model that has to be loaded exactly when somebody waits', () => {
    let seen = 0;
    for (const { hints, outcome } of all) {
      if (!outcome.ok) continue;
      const order = outcome.value.choices;
      const cloud = order.findIndex((choice) => choice.target.route === 'cloud');
      const cold = order.findIndex((choice) => choice.target.route !== 'cloud' && choice.target.readiness === 'cold');
      if (cloud < 0 || cold < 0) continue;
      seen += 1;
      expect(cloud < cold).toBe(hints.latencyTier === 'interactive');
    }
    expect(seen).toBeGreaterThan(50);
  });

  it('says why in a sentence and in a code, also when it refuses', () => {
    const codes = new Set<string>();
    for (const { outcome } of all) {
      const said = outcome.ok
        ? outcome.value.choices.map(({ code, reason }) => ({ code, text: reason }))
        : [{ code: outcome.error.code, text: outcome.error.message }];
      for (const { code, text } of said) {
        codes.add(code);
        expect(text).toMatch(/^[^\n]+\.$/);
      }
    }
    expect([...codes].sort()).toEqual([
      'budget-below-input',
      'cloud',
      'cloud-last',
      'local-last',
      'local-ready',
      'local-waits',
      'no-model',
      'none-ready',
      'offline',
      'offline-without-local',
      'private',
      'private-without-local',
      'too-long',
    ]);
  });

  it('decides the same however the targets are ordered', () => {
    for (const { hints, targets, outcome } of all) {
      const reversed = route({ inputTokens, maxOutputTokens: wanted }, hints, targets.toReversed());
      const orderOf = (decided: typeof outcome) =>
        decided.ok ? decided.value.choices.map((choice) => nameOf(choice.target)) : decided.error.code;
      expect(orderOf(reversed)).toEqual(orderOf(outcome));
    }
  });
});

describe('the router, as people would put it', () => {
  const online = { privacyRequired: false, networkState: 'online', tokenBudget: 10_000 } as const;
  const table: readonly (readonly [
    when: string,
    hints: Partial<RouteHints>,
    places: readonly [local: State, server: State, cloud: State],
    expected: string,
  ])[] = [
    ['somebody waits and all are ready', {}, ['ready', 'ready', 'ready'], 'local > server > cloud'],
    ['somebody waits and the file is not loaded', {}, ['cold', 'absent', 'ready'], 'cloud > local'],
    ['somebody waits, a server runs', {}, ['cold', 'ready', 'ready'], 'server > cloud > local'],
    ['nobody waits', { latencyTier: 'batch' }, ['cold', 'absent', 'ready'], 'local > cloud'],
    ['nobody waits, a server runs', { latencyTier: 'batch' }, ['cold', 'ready', 'ready'], 'server > local > cloud'],
    ['it is private', { privacyRequired: true }, ['cold', 'ready', 'ready'], 'server > local'],
    [
      'it is private and nothing is local',
      { privacyRequired: true },
      ['absent', 'absent', 'ready'],
      'private-without-local',
    ],
    ['it is private and the server is away', { privacyRequired: true }, ['absent', 'down', 'ready'], 'none-ready'],
    ['offline', { networkState: 'offline' }, ['ready', 'absent', 'ready'], 'local'],
    [
      'offline and nothing is local',
      { networkState: 'offline' },
      ['absent', 'absent', 'ready'],
      'offline-without-local',
    ],
    ['nothing is set up', {}, ['absent', 'absent', 'absent'], 'no-model'],
    ['the local window is too small', {}, ['small', 'absent', 'ready'], 'cloud'],
    ['every window is too small', {}, ['small', 'small', 'absent'], 'too-long'],
    ['a short budget makes it fit', { tokenBudget: 1_040 }, ['small', 'absent', 'ready'], 'local > cloud'],
    ['the input takes the budget', { tokenBudget: 1_000 }, ['ready', 'ready', 'ready'], 'budget-below-input'],
    ['the key is missing', {}, ['absent', 'absent', 'down'], 'none-ready'],
  ];

  it.each(table)('%s', (_, hints, [local, server, cloud], expected) => {
    const targets = [...target('cloud', cloud), ...target('server', server), ...target('local', local)];
    const asked = { latencyTier: 'interactive', ...online, ...hints } as const;
    const outcome = route({ inputTokens, maxOutputTokens: wanted }, asked, targets);
    const said = outcome.ok
      ? outcome.value.choices.map((choice) => choice.target.route).join(' > ')
      : outcome.error.code;
    expect(said).toBe(expected);
  });
});
