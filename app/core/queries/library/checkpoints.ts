import { count, epochMs, text } from '../columns.ts';
import { name, range, rowLimit } from '../parameters.ts';
import { question } from '../question.ts';
import { beganInRange } from './sql-parts.ts';

/** Channels by which a graph leads to its next node are named `branch:to:` and the node. */
const nextNodes = `arrayStringConcat(arraySort(arrayMap(channel -> substring(channel, 11),
            arrayFilter((channel, version) -> startsWith(channel, 'branch:to:')
                AND (thread_id, checkpoint_ns, channel, version) IN
                (
                    SELECT thread_id, checkpoint_ns, channel, version FROM hive.checkpoint_values
                ), mapKeys(channel_versions), mapValues(channel_versions)))), ', ')`;
