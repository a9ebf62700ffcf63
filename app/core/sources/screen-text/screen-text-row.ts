import type { TableRow } from '../row-sink.ts';
import type { FrontWindow } from '../window/window-track.ts';
import type { Recognised } from './recognition-protocol.ts';

/** Of the language data that is bundled. */
const language = 'eng';

/** What was read of a window, as a memory event. Everything in it has passed the privacy filter. */
export function screenTextRow({ facts, segmentId }: FrontWindow, recognised: Recognised, tsMs: number): TableRow {
  return {
    table: 'seq.mem_events',
    row: {
      ts_ms: tsMs,
      kind: 'ocr',
      app: facts.app,
      subject: facts.title,
      payload: JSON.stringify({
        text: recognised.text,
        confidence: recognised.confidence,
        language,
        took_ms: recognised.tookMs,
        bundle_id: facts.bundleId,
        url: facts.url,
        segment_id: segmentId,
      }),
    },
  };
}
