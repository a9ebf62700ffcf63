import type { ContextRow, MemEventRow } from '../../contract/rows.ts';

/** Every so many windows one is read. */
const everyWindows = 9;

const texts = [
  'demo: Quarterly review\nRevenue grew in all regions. Next meeting on Thursday at ten.\nAction: send the summary to the team.',
  'demo: Release checklist\nUpdate the change log, tag the version, publish the notes.\nBlocked by: two failing checks on the build server.',
  'demo: Invoice for the workshop\nTwelve participants, two days, room and coffee included.\nPayment within thirty days.',
  'demo: Stack trace\nError: connection refused while reading the schedule\nretry in 5 s, attempt 3 of 5',
  'demo: Travel plan\nTrain at 08:15 from the main station, arrival 11:40.\nHotel near the river, breakfast from seven.',
  'demo: Shopping list\napples, flour, butter, cinnamon\nAsk the neighbour for the large baking tray.',
] as const;

/** What screen text would have read in some of the windows of a day. Plainly invented, whatever the window is called. */
export function screenTextRows(context: readonly ContextRow[]): MemEventRow[] {
  return context
    .filter(({ afk, dur_ms, url }, index) => afk !== 1 && url === '' && dur_ms > 3_000 && index % everyWindows === 0)
    .map(({ ts_ms, app, window_title, bundle_id, url, segment_id }, index): MemEventRow => {
      const text = texts[index % texts.length];
      return {
        ts_ms: ts_ms + 1_500,
        kind: 'ocr',
        app,
        subject: window_title,
        payload: JSON.stringify({
          text,
          confidence: 91,
          language: 'eng',
          took_ms: 900,
          bundle_id,
          url,
          segment_id,
        }),
        value: 0,
      };
    });
}
