import { agentTimeline, codingAndAgentsPerHour, lastEvents, toolCalls, toolPatterns } from './library/activity.ts';
import { agentRuns, localAndCloud, tokensPerHour } from './library/agents.ts';
import { agentSpend } from './library/agent-spend.ts';
import {
  agentSuggestions,
  costAgainstUsual,
  pagesRead,
  repeatedFailures,
  routerDecisions,
  stuckStretches,
  whatHappened,
} from './library/always-on.ts';
import { budgetNow } from './library/budgets.ts';
import { agentThreads, checkpointsOfThread } from './library/checkpoints.ts';
import { costByModel, costNow, costPerHour, localAndCloudToday, unpricedModels } from './library/cost.ts';
import {
  errorMessages,
  errorOccurrences,
  errorPlaces,
  errorPlaceTrend,
  errorRateByKind,
} from './library/error-details.ts';
import { errorRateBySource, errorRateOverTime, failingGraphs, failingNodes, failingTools } from './library/errors.ts';
import { latencyByNode, nodeLatency, performanceByOperation } from './library/latency.ts';
import { appMinutesPerDay, appMinutesToday, contextSwitchesPerHour, presenceToday } from './library/person.ts';
import { costByOperation, workflowSteps } from './library/workflow.ts';
import { screenTextSearch, search } from './library/search.ts';
import { agentThread, threadEvents, toolCallContent } from './library/threads.ts';
import { rangeTotals } from './library/totals.ts';
import { modelsWithoutPrice } from './library/prices.ts';
import { dayAgentEvents, dayAgentRuns, dayErrors, dayPresence, daySegments } from './library/timeline.ts';
import type { Question } from './question.ts';

/** Every question that Hivebar answers, in the order in which it lists them. */
export const catalogue: readonly Question[] = [
  appMinutesToday,
  appMinutesPerDay,
  presenceToday,
  contextSwitchesPerHour,
  costNow,
  budgetNow,
  agentSpend,
  costPerHour,
  costByModel,
  costByOperation,
  localAndCloudToday,
  unpricedModels,
  tokensPerHour,
  localAndCloud,
  rangeTotals,
  agentRuns,
  agentThread,
  threadEvents,
  toolCallContent,
  agentThreads,
  checkpointsOfThread,
  modelsWithoutPrice,
  agentTimeline,
  workflowSteps,
  toolCalls,
  toolPatterns,
  codingAndAgentsPerHour,
  nodeLatency,
  latencyByNode,
  performanceByOperation,
  failingNodes,
  failingTools,
  failingGraphs,
  errorPlaces,
  errorPlaceTrend,
  errorMessages,
  errorOccurrences,
  errorRateByKind,
  errorRateOverTime,
  errorRateBySource,
  lastEvents,
  search,
  screenTextSearch,
  daySegments,
  dayPresence,
  dayAgentRuns,
  dayAgentEvents,
  dayErrors,
  repeatedFailures,
  stuckStretches,
  costAgainstUsual,
  pagesRead,
  whatHappened,
  agentSuggestions,
  routerDecisions,
];

/** The question of that name, if there is one. */
export function findQuestion(name: string): Question | undefined {
  return catalogue.find((question) => question.name === name);
}
