-- Why:  the always-on agent chooses for each call between a model in its own process, a server on this machine and the
--       cloud. What it chose and why stands with the call, so that nobody has to guess why something was asked elsewhere.
--       The view is made again because it has the columns of the day it was made.
-- Cost: nothing for the rows of other programs, 2 to 3 bytes a row of the agent.   Undo: a later number drops the columns.
ALTER TABLE hive.model_invocations
    ADD COLUMN IF NOT EXISTS route LowCardinality(String) DEFAULT '' COMMENT 'Where the always-on agent asked: local (in process), server (on this machine), cloud, empty: the call of another program',
    ADD COLUMN IF NOT EXISTS route_reason String DEFAULT '' COMMENT 'Why it asked there, a code and a sentence, empty: the call of another program' CODEC(ZSTD(1));

DROP VIEW IF EXISTS hive.model_calls;

CREATE VIEW IF NOT EXISTS hive.model_calls AS
SELECT
    i.* EXCEPT (ttft_us, tool_calls, attempt, finish_reason, agent_id, parent_agent_id, trace_id, span_id),
    if(i.ttft_us > 0, i.ttft_us, a.ttft_us) AS ttft_us,
    if(i.tool_calls > 0, i.tool_calls, a.tool_calls) AS tool_calls,
    if(i.attempt > 0, i.attempt, a.attempt) AS attempt,
    if(i.finish_reason != '', i.finish_reason, a.finish_reason) AS finish_reason,
    if(i.agent_id != '', i.agent_id, a.agent_id) AS agent_id,
    if(i.parent_agent_id != '', i.parent_agent_id, a.parent_agent_id) AS parent_agent_id,
    if(i.trace_id != '', i.trace_id, a.trace_id) AS trace_id,
    if(i.span_id != '', i.span_id, a.span_id) AS span_id
FROM hive.model_invocations AS i
LEFT ANY JOIN hive.model_call_additions AS a ON a.event_id = i.event_id AND i.event_id != '';
