/**
 * The last calls of the session in which `tool` failed last before `to_ms`, that failure among them, the newest first: one
 * line of text each. For the always-on agent, which runs it as free SQL.
 */
export const callsBefore = `
  SELECT concat(tool_name, if(ok = 1, ' succeeded', concat(' failed: ', substringUTF8(error_msg, 1, 200)))) AS what
  FROM hive.tool_calls
  WHERE ts_ms <= {to_ms:UInt64} AND ts_ms > {to_ms:UInt64} - 1800000
    AND thread_id = (SELECT argMax(thread_id, ts_ms) FROM hive.tool_calls
      WHERE tool_name = {tool:String} AND ok = 0 AND ts_ms <= {to_ms:UInt64} AND ts_ms > {to_ms:UInt64} - 1800000)
  ORDER BY ts_ms DESC
  LIMIT 8`;
