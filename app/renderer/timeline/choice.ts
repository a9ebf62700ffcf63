import { type Item } from './items.ts';
import { type Span } from './span.ts';

/** What the person has chosen on the picture: a thing that lies there, or a stretch of time. */
export type Choice =
  { readonly kind: 'item'; readonly item: Item } | { readonly kind: 'range'; readonly span: Span } | null;
