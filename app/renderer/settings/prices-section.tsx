import { useState } from 'react';
import { type OwnPrice } from '../../contract/settings.ts';
import { formatMoney } from '../../contract/money.ts';
import { useNow } from '../data/use-now.ts';
import { useQuestion } from '../data/use-question.ts';
import { formatCount } from '../format/number.ts';
import { RepriceButton } from '../prices/reprice-button.tsx';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { PriceDialog } from './price-dialog.tsx';
import { emptyDraft, type PriceDraft, draftOf } from './price-draft.ts';
import { useSetting } from './settings-context.ts';

const hourMs = 3_600_000;
const recentMs = 30 * 24 * hourMs;

interface OpenPrice {
  /** Its place in the list; as long as the list for a new one. */
  readonly index: number;
  readonly draft: PriceDraft;
}

/** What models cost where the built-in list does not say it, or says it wrongly for this person. */
export function PricesSection() {
  const { value: prices, refusal, set } = useSetting('prices');
  const [open, setOpen] = useState<OpenPrice | null>(null);
  return (
    <>
      <Card
        title="Your prices"
        note="US dollars for a million tokens. They win over the built-in list, for calls from now on."
        testId="own-prices"
        aside={
          <>
            <RepriceButton />
            <button
              type="button"
              className="button"
              data-testid="add-price"
              onClick={() => setOpen({ index: prices.length, draft: emptyDraft })}
            >
              Add a price…
            </button>
          </>
        }
      >
        {prices.length === 0 ? (
          <p className="empty">None: every call is priced by the list that comes with Hivebar.</p>
        ) : (
          <PriceTable
            prices={prices}
            onEdit={(price, index) => setOpen({ index, draft: draftOf(price) })}
            onRemove={(removed) => void set(prices.filter((_, index) => index !== removed))}
          />
        )}
        <p className="setting-error" role="alert">
          {refusal}
        </p>
      </Card>
      <UnpricedCard
        onPrice={(model, provider) => setOpen({ index: prices.length, draft: { ...emptyDraft, model, provider } })}
      />
      {open !== null && (
        <PriceDialog prices={prices} index={open.index} draft={open.draft} onClose={() => setOpen(null)} />
      )}
    </>
  );
}

interface PriceTableProps {
  readonly prices: readonly OwnPrice[];
  readonly onEdit: (price: OwnPrice, index: number) => void;
  readonly onRemove: (index: number) => void;
}

function PriceTable({ prices, onEdit, onRemove }: PriceTableProps) {
  return (
    <table className="table" data-testid="price-table">
      <caption className="visually-hidden">Your prices</caption>
      <thead>
        <tr>
          <th scope="col">Model</th>
          <th scope="col">Provider</th>
          <th scope="col" className="number">
            Input
          </th>
          <th scope="col" className="number">
            Output
          </th>
          <th scope="col" className="number">
            Cache read
          </th>
          <th scope="col">
            <span className="visually-hidden">Change</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {prices.map((price, index) => (
          <tr key={`${price.provider ?? ''} ${price.model} ${index}`}>
            <th scope="row">{price.model}</th>
            <td>{price.provider ?? 'any'}</td>
            <td className="number figures">{formatMoney(price.inputUsdPerMtok)}</td>
            <td className="number figures">{formatMoney(price.outputUsdPerMtok)}</td>
            <td className="number figures">{formatMoney(price.cacheReadUsdPerMtok ?? price.inputUsdPerMtok)}</td>
            <td className="row-buttons">
              <button
                type="button"
                className="button small"
                aria-label={`Edit the price of ${price.model}`}
                onClick={() => onEdit(price, index)}
              >
                Edit…
              </button>
              <button
                type="button"
                className="button small"
                aria-label={`Delete the price of ${price.model}`}
                onClick={() => onRemove(index)}
              >
                Delete
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function UnpricedCard({ onPrice }: { onPrice: (model: string, provider: string) => void }) {
  const nowMs = useNow(hourMs);
  const answer = useQuestion('models-without-price', { from_ms: nowMs - recentMs, to_ms: nowMs + hourMs });
  return (
    <Card
      title="Models without a price"
      note="Their calls of the last 30 days count in no cost. A price that is set now holds for calls from now on."
      testId="unpriced"
    >
      <Answered answer={answer} skeletonRows={2} empty="Every call of the last 30 days has a price.">
        {(rows) => (
          <ul className="unpriced-list">
            {rows.map(({ provider, model, unpriced_calls: unpriced, calls }) => (
              <li key={`${provider} ${model}`}>
                <span className="strong">{model}</span>
                <span className="setting-help">{provider}</span>
                <span className="setting-help figures">
                  {formatCount(unpriced)} of {formatCount(calls)} calls unpriced
                </span>
                <button
                  type="button"
                  className="button small"
                  aria-label={`Set a price for ${model}`}
                  onClick={() => onPrice(model, provider)}
                >
                  Set a price…
                </button>
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </Card>
  );
}
