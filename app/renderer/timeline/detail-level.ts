import { lengthOf, type Span } from './span.ts';

/** What is asked of the database for a view: a stretch that holds it, and what is too short to be told apart in it. */
export interface Detail {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly bucket_ms: number;
}

const finestBucketMs = 500;
/** Buckets are at most this wide. */
const bucketPx = 2;

/**
 * The detail for `span` of `day` drawn `width` pixels wide. It goes in steps, so that moving about asks for
 * something new only now and then, and that what was asked is found again in the cache.
 */
export function detailFor(span: Span, day: Span, width: number): Detail {
  const wantedMs = (lengthOf(span) / Math.max(1, width)) * bucketPx;
  const bucketMs =
    wantedMs < finestBucketMs ? 0 : finestBucketMs * 2 ** Math.floor(Math.log2(wantedMs / finestBucketMs));
  const halvings = Math.max(0, Math.floor(Math.log2(lengthOf(day) / lengthOf(span))));
  const chunkMs = lengthOf(day) / 2 ** halvings;
  const firstChunk = Math.floor((span.fromMs - day.fromMs) / chunkMs);
  const endChunk = Math.ceil((span.toMs - day.fromMs) / chunkMs);
  return {
    from_ms: Math.floor(day.fromMs + firstChunk * chunkMs),
    to_ms: Math.min(day.toMs, Math.ceil(day.fromMs + endChunk * chunkMs)),
    bucket_ms: Math.round(bucketMs),
  };
}

/** A day of very many events would take longer to read than a turn of the wheel may take. */
const mostEvents = 4_000;
/** Model calls, tool calls and steps of a thread come apart. */
const kinds = 3;

/** `detail` with buckets so wide that `events` of a whole day, spread over `runs`, come in few rows. */
export function coarsened(detail: Detail, day: Span, { runs, events }: { runs: number; events: number }): Detail {
  const lengthMs = detail.to_ms - detail.from_ms;
  const expected = (events * lengthMs) / lengthOf(day);
  const bucketMs = Math.max(detail.bucket_ms, finestBucketMs);
  const rowsAt = (ms: number): number => Math.min(expected, (runs * kinds * lengthMs) / ms);
  let wider = bucketMs;
  while (rowsAt(wider) > mostEvents && wider < lengthMs) wider *= 2;
  return wider === bucketMs ? detail : { ...detail, bucket_ms: Math.min(wider, 86_400_000) };
}
