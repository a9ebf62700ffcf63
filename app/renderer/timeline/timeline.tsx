import { useCallback, useMemo, useRef, useState } from 'react';
import { type ForgetScope } from '../../contract/forget.ts';
import { useNow } from '../data/use-now.ts';
import { ForgetDialog } from '../forget/forget-dialog.tsx';
import { type ChartForm, ViewToggle } from '../charts/view-toggle.tsx';
import { describeProblem } from '../data/problem.ts';
import { type PlaceProps } from '../main-window/places.tsx';
import { Card } from '../ui/card.tsx';
import { Icon } from '../ui/icon.tsx';
import { MenuButton } from '../ui/menu.tsx';
import { AnswerProblem } from '../ui/answered.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { type Choice } from './choice.ts';
import { ChoicePanel } from './choice-panel.tsx';
import { DayBar } from './day-bar.tsx';
import { emptyReason } from './empty-words.ts';
import { type Item } from './items.ts';
import { ItemTable } from './item-table.tsx';
import { LaneChart } from './lane-chart.tsx';
import { LaneLegend } from './lane-legend.tsx';
import { linesShown } from './lane-layout.ts';
import { lengthOf, type Span, within, zoomed } from './span.ts';
import { quickForget, type QuickForget, quickScope } from './forget-scopes.ts';
import { useDay } from './use-day.ts';
import { type DayView, useLanes } from './use-lanes.ts';
import { useWidth } from './use-width.ts';

const zoomStep = 1.5;
/** What a card of a window of the usual size leaves for the picture. */
const assumedWidth = 800;

/** One day on one axis of time: windows, presence, agents and errors, one above the other. */
export function Timeline({ view: status }: PlaceProps) {
  const day = useDay();
  const frame = useRef<HTMLDivElement>(null);
  const measured = useRef<HTMLDivElement>(null);
  const width = useWidth(measured, assumedWidth);
  const [shown, setShown] = useState<Span | null>(null);
  const [choice, setChoice] = useState<Choice>(null);
  const [hovered, setHovered] = useState<Item | null>(null);
  const [form, setForm] = useState<ChartForm>('chart');
  const [forgets, setForgets] = useState(0);
  const [forgetting, setForgetting] = useState<ForgetScope | null>(null);
  const [allLines, setAllLines] = useState(false);
  const [drawnDay, setDrawnDay] = useState(day.day);
  if (drawnDay !== day.day) {
    // Another day is another picture: what was chosen and how closely it was looked at does not carry over.
    setDrawnDay(day.day);
    setShown(null);
    setChoice(null);
    setHovered(null);
  }
  const nowMs = useNow(5_000);
  const isToday = day.day === day.today;
  const span = shown ?? day.span;
  const { view: lanes, answers } = useLanes(day.span, span, width, { isToday, forgets });
  const setSpan = useCallback(
    (next: Span) => {
      const inside = within(next, day.span);
      setShown(lengthOf(inside) === lengthOf(day.span) ? null : inside);
    },
    [day.span],
  );
  const dropMemory = useCallback(() => {
    setForgets((count) => count + 1);
    setChoice(null);
    setHovered(null);
  }, []);
  const zoom = (factor: number): void => setSpan(zoomed(span, day.span, factor, (span.fromMs + span.toMs) / 2));
  useShortcuts({ '[': () => day.step(-1), ']': () => day.step(1) });

  return (
    <>
      <DayBar choice={day}>
        <ZoomButtons zoom={zoom} whole={() => setShown(null)} isWhole={shown === null} />
        <MenuButton
          label={
            <>
              Forget
              <Icon name="chevron" />
            </>
          }
          testId="forget-quick"
          items={quickForget}
          onChoose={(key: QuickForget) => setForgetting(quickScope(key, day.span, Date.now()))}
        />
        <ViewToggle form={form} of="the day" onChange={setForm} />
      </DayBar>
      <Card
        title="What happened"
        testId="timeline-card"
        answers={answers}
        note="Drag to choose a stretch of time, click to choose a thing. Ctrl or ⌘ with the wheel zooms."
      >
        <div ref={measured} className="lane-measure" />
        <DayBody lanes={lanes} day={day} status={status}>
          {(ready) => (
            <>
              {form === 'chart' ? (
                <Chart
                  frame={frame}
                  width={width}
                  day={day.span}
                  span={span}
                  ready={ready}
                  agentLines={allLines ? ready.agentLines : Math.min(ready.agentLines, linesShown)}
                  nowMs={isToday ? nowMs : null}
                  choice={choice}
                  onSpan={setSpan}
                  onChoose={setChoice}
                  onHover={setHovered}
                />
              ) : (
                <ItemTable
                  items={ready.items}
                  span={span}
                  chosen={choice?.kind === 'item' ? choice.item : null}
                  onChoose={(item) => setChoice({ kind: 'item', item })}
                />
              )}
              {form === 'chart' && ready.agentLines > linesShown && (
                <button type="button" className="link-button more-lines" onClick={() => setAllLines(!allLines)}>
                  {allLines ? 'Show fewer lines of agents' : `Show all ${ready.agentLines} lines of agents`}
                </button>
              )}
              <LaneLegend apps={ready.apps} items={ready.items} />
            </>
          )}
        </DayBody>
      </Card>
      <ChoicePanel
        choice={choice}
        hovered={hovered}
        items={lanes.state === 'ready' ? lanes.items : []}
        onSpan={setSpan}
        onForget={setForgetting}
        onClear={() => setChoice(null)}
      />
      {forgetting !== null && (
        <ForgetDialog scope={forgetting} onForgotten={dropMemory} onClose={() => setForgetting(null)} />
      )}
    </>
  );
}

type Ready = Extract<DayView, { state: 'ready' }>;

function Chart({ ready, ...rest }: { ready: Ready } & Omit<Parameters<typeof LaneChart>[0], 'items' | 'colourOfApp'>) {
  const { apps, items } = ready;
  const colourOfApp = useMemo(
    () => new Map(apps.flatMap(({ app, colour }) => (colour === undefined ? [] : [[app, colour] as const]))),
    [apps],
  );
  return <LaneChart {...rest} items={items} colourOfApp={colourOfApp} />;
}

interface DayBodyProps {
  readonly lanes: DayView;
  readonly day: ReturnType<typeof useDay>;
  readonly status: PlaceProps['view'];
  readonly children: (ready: Ready) => React.ReactNode;
}

/** The day in whichever state it is in. */
function DayBody({ lanes, day, status, children }: DayBodyProps) {
  if (lanes.state === 'loading') return <Skeleton rows={8} />;
  if (lanes.state === 'failed') return <AnswerProblem problem={lanes.problem} />;
  const { items, presence, outdated, stale } = lanes;
  const isEmpty = items.every(({ lane }) => lane === 'presence');
  return (
    <div className="lane-body" aria-busy={outdated} data-testid="timeline-day">
      {isEmpty && (
        <p className="empty day-empty" data-testid="timeline-empty">
          <Icon name="timeline" />
          {emptyReason({
            presence,
            isToday: day.day === day.today,
            status: status.state === 'ready' ? status.status : null,
          })}
        </p>
      )}
      {items.length > 0 && children(lanes)}
      {stale !== null && (
        <p className="stale-note" role="status" title={stale.message}>
          Not up to date: {describeProblem(stale).heading.toLowerCase()}. Trying again.
        </p>
      )}
    </div>
  );
}

interface ZoomButtonsProps {
  readonly zoom: (factor: number) => void;
  readonly whole: () => void;
  readonly isWhole: boolean;
}

function ZoomButtons({ zoom, whole, isWhole }: ZoomButtonsProps) {
  return (
    <div className="zoom-buttons" role="group" aria-label="Zoom">
      <button
        type="button"
        className="icon-button"
        aria-label="Zoom out"
        title="Zoom out (-)"
        disabled={isWhole}
        data-testid="zoom-out"
        onClick={() => zoom(zoomStep)}
      >
        <Icon name="minus" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Zoom in"
        title="Zoom in (+)"
        data-testid="zoom-in"
        onClick={() => zoom(1 / zoomStep)}
      >
        <Icon name="plus" />
      </button>
      <button
        type="button"
        className="button small"
        title="Whole day (0)"
        disabled={isWhole}
        data-testid="zoom-whole"
        onClick={whole}
      >
        Whole day
      </button>
    </div>
  );
}
