import type { AgentEffort } from '../../core/bench/measure-agent.ts';
import type { WriterEffort } from '../../core/bench/measure-writer.ts';
import type { DashboardEffort } from '../../core/bench/measure-dashboards.ts';
import type { OtlpEffort } from '../../core/bench/measure-otlp.ts';
import type { ServeEffort } from './measure-serve.ts';

/** How much `hivebar bench` measures. */
export type Effort = WriterEffort & ServeEffort & OtlpEffort & DashboardEffort & AgentEffort;

/** The writer in less than three minutes, the recorder in one and a half, the receiver in one, the dashboards in two, the agent in twelve. */
export const fullEffort: Effort = {
  calls: 100_000,
  pacedCalls: 10_000,
  jsCalls: 40_000,
  idleSeconds: 3,
  visible: [
    { perSecond: 10, shape: 'even', seconds: 8, rounds: 1 },
    { perSecond: 100, shape: 'even', seconds: 5, rounds: 1 },
    { perSecond: 1_000, shape: 'even', seconds: 5, rounds: 3 },
    { perSecond: 10_000, shape: 'even', seconds: 4, rounds: 2 },
    { perSecond: 1_000, shape: 'burst', seconds: 5, rounds: 2 },
  ],
  selectPerSecond: 1_000,
  selectSeconds: 5,
  selectRounds: 2,
  rows: 250_000,
  repeats: 4,
  rounds: 5,
  settleSeconds: 15,
  restSeconds: 60,
  otlpSeconds: 6,
  otlpBodies: 100,
  dashboardRows: 10_000_000,
  dashboardAsks: 20,
  agentRounds: 100,
  agentRepeats: 5,
  agentSeenRounds: 100,
  agentMinutes: 10,
};

/** Shows that everything can be measured, in seconds. */
export const quickEffort: Effort = {
  calls: 4_000,
  pacedCalls: 1_000,
  jsCalls: 2_000,
  idleSeconds: 1,
  visible: [
    { perSecond: 10, shape: 'even', seconds: 1, rounds: 1 },
    { perSecond: 100, shape: 'even', seconds: 1, rounds: 1 },
    { perSecond: 1_000, shape: 'even', seconds: 1, rounds: 1 },
    { perSecond: 10_000, shape: 'even', seconds: 1, rounds: 1 },
    { perSecond: 1_000, shape: 'burst', seconds: 1, rounds: 1 },
  ],
  selectPerSecond: 1_000,
  selectSeconds: 1,
  selectRounds: 1,
  rows: 5_000,
  repeats: 2,
  rounds: 1,
  settleSeconds: 1,
  restSeconds: 2,
  otlpSeconds: 1,
  otlpBodies: 5,
  dashboardRows: 6_000,
  dashboardAsks: 2,
  agentRounds: 5,
  agentRepeats: 1,
  agentSeenRounds: 3,
  agentMinutes: 0.1,
};
