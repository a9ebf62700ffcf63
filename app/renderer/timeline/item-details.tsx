import { formatSpan, formatLength } from './words.ts';
import { type Item } from './items.ts';
import { lengthOf } from './span.ts';

/** What is known of one thing: what it was, when, how long, and the rest. */
export function ItemDetails({ item }: { item: Item }) {
  const length = lengthOf(item);
  return (
    <div className="item-details" data-testid="item-details" data-lane={item.lane}>
      <p className="item-title">
        <strong>{item.title}</strong>
      </p>
      <p className="item-when figures">
        {formatSpan(item)}
        {length > 0 && `, ${formatLength(length)}`}
      </p>
      {item.detail !== '' && <p className="item-more">{item.detail}</p>}
    </div>
  );
}
