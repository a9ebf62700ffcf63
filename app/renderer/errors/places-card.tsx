import { useMemo, useState } from 'react';
import { type QuestionRow } from '../../contract/questions.ts';
import { type Answer } from '../data/answer.ts';
import { useNow } from '../data/use-now.ts';
import { formatAgo } from '../format/duration.ts';
import { firstLine } from '../format/name.ts';
import { formatCount, formatPercent } from '../format/number.ts';
import { formatMoment } from '../format/time.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { type SortedBy, SortHeading } from '../ui/sort-heading.tsx';
import { kindWords } from './kind-words.ts';
import {
  failingPlaces,
  type FailingPlace,
  filterPlaces,
  type PlaceFilter,
  placeName,
  type PlaceOrder,
} from './places.ts';
import { Sparkline } from './sparkline.tsx';

interface PlacesCardProps {
  readonly places: Answer<QuestionRow<'error-places'>>;
  readonly trends: Answer<QuestionRow<'error-place-trend'>>;
  readonly filter: PlaceFilter;
  readonly selected: FailingPlace | null;
  readonly onSelect: (place: FailingPlace | null) => void;
}

const shownAtFirst = 12;
const noTrends: readonly never[] = [];

/** Where failures gather: nodes, tools and graphs with how often, since when, and how it goes. */
export function PlacesCard({ places, trends, filter, selected, onSelect }: PlacesCardProps) {
  return (
    <Card title="Hotspots" note="Select one to read its messages" testId="hotspots" answers={[places, trends]}>
      <Answered answer={places} skeletonRows={8} empty="Nothing failed in these days.">
        {(rows) => (
          <PlacesTable
            rows={rows}
            trends={trends.state === 'ready' ? trends.rows : noTrends}
            filter={filter}
            selected={selected}
            onSelect={onSelect}
          />
        )}
      </Answered>
    </Card>
  );
}

interface PlacesTableProps extends Omit<PlacesCardProps, 'places' | 'trends'> {
  readonly rows: readonly QuestionRow<'error-places'>[];
  readonly trends: readonly QuestionRow<'error-place-trend'>[];
}

function PlacesTable({ rows, trends, filter, selected, onSelect }: PlacesTableProps) {
  const [sorting, setSorting] = useState<SortedBy<PlaceOrder>>({ by: 'errors', descending: true });
  const [all, setAll] = useState(false);
  const places = useMemo(() => failingPlaces(rows, trends), [rows, trends]);
  const shown = filterPlaces(places, filter, sorting);
  const heading = {
    sorting,
    onSort: (by: PlaceOrder) =>
      setSorting(sorting.by === by ? { by, descending: !sorting.descending } : { by, descending: by !== 'name' }),
  };
  if (shown.length === 0) return <p className="empty">Nothing that failed in these days fits the filter.</p>;
  return (
    <>
      <table className="table places-table">
        <caption className="visually-hidden">Hotspots</caption>
        <thead>
          <tr>
            <SortHeading label="Where" by="name" {...heading} />
            <SortHeading label="Failures" by="errors" number {...heading} />
            <SortHeading label="Share" by="percent" number {...heading} />
            <th scope="col">Trend</th>
            <SortHeading label="First seen" by="first" number {...heading} />
            <SortHeading label="Last seen" by="last" number {...heading} />
          </tr>
        </thead>
        <tbody>
          {shown.slice(0, all ? shown.length : shownAtFirst).map((place) => (
            <PlaceRow
              key={place.key}
              place={place}
              isSelected={place.key === selected?.key}
              onSelect={() => onSelect(place.key === selected?.key ? null : place)}
            />
          ))}
        </tbody>
      </table>
      {shown.length > shownAtFirst && (
        <button type="button" className="button quiet small table-more" onClick={() => setAll(!all)}>
          {all ? `Show the first ${shownAtFirst}` : `Show all ${formatCount(shown.length)}`}
        </button>
      )}
    </>
  );
}

interface PlaceRowProps {
  readonly place: FailingPlace;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}

function PlaceRow({ place, isSelected, onSelect }: PlaceRowProps) {
  const nowMs = useNow();
  const name = placeName(place);
  return (
    <tr data-testid="place-row" data-kind={place.kind} data-name={name} aria-current={isSelected}>
      <th scope="row" className="hotspot-what">
        <button type="button" className="link-button place-button clip" aria-expanded={isSelected} onClick={onSelect}>
          {name}
        </button>
        <span className="hotspot-error" title={place.lastMessage}>
          {kindWords[place.kind].one}
          {place.kind === 'model' && place.graph !== '' && ` in ${place.graph}`}
          {place.lastMessage !== '' && `: ${firstLine(place.lastMessage)}`}
        </span>
      </th>
      <td className="number figures strong">{formatCount(place.errors)}</td>
      <td className="number figures" title={`${formatCount(place.errors)} of ${formatCount(place.calls)}`}>
        {formatPercent(place.percent)}
      </td>
      <td>
        <Sparkline values={place.trend} />
      </td>
      <Seen atMs={place.firstMs} nowMs={nowMs} />
      <Seen atMs={place.lastMs} nowMs={nowMs} />
    </tr>
  );
}

function Seen({ atMs, nowMs }: { atMs: number; nowMs: number }) {
  return (
    <td className="number figures">
      <time dateTime={new Date(atMs).toISOString()} title={formatMoment(atMs)}>
        {formatAgo(nowMs - atMs)}
      </time>
    </td>
  );
}
