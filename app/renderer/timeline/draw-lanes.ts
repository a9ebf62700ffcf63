import { restColour } from '../charts/colours.ts';
import { type Item } from './items.ts';
import { agentLineHeight, axisHeight, type Lane, type Layout, type Scale, shownLine } from './lane-layout.ts';
import { type AxisTick } from './axis-ticks.ts';

/** Everything that the picture is made of; the same picture for the same value. */
export interface Picture {
  readonly items: readonly Item[];
  readonly layout: Layout;
  readonly scale: Scale;
  readonly width: number;
  readonly ticks: readonly AxisTick[];
  /** `var(--…)` of each app that has a colour of its own. */
  readonly colourOfApp: ReadonlyMap<string, string>;
}

/** Reads a colour of tokens.css as it is now, in the light or the dark. */
export type ReadColour = (variable: string) => string;

/** Nothing is drawn narrower, or a short call could not be seen. */
const leastWidth = 1;

export function drawLanes(context: CanvasRenderingContext2D, picture: Picture, colour: ReadColour): void {
  const { layout, width } = picture;
  context.clearRect(0, 0, width, layout.height);
  drawGrid(context, picture, colour);
  for (const lane of layout.lanes) {
    context.fillStyle = colour('--track');
    context.fillRect(0, lane.top, width, lane.height);
    const items = picture.items.filter((item) => item.lane === lane.name);
    // What failed is drawn last, so that it is never hidden under what did not.
    for (const failed of [false, true]) {
      for (const item of items)
        if (item.failed === failed || item.kind === 'run') drawItem(context, item, lane, picture, colour);
    }
  }
}

function drawGrid(context: CanvasRenderingContext2D, { ticks, scale, layout }: Picture, colour: ReadColour): void {
  context.fillStyle = colour('--grid');
  for (const { atMs } of ticks) context.fillRect(Math.round(scale.xOf(atMs)), axisHeight - 4, 1, layout.height);
}

function drawItem(
  context: CanvasRenderingContext2D,
  item: Item,
  lane: Lane,
  picture: Picture,
  colour: ReadColour,
): void {
  const { scale, width, layout } = picture;
  const left = Math.max(0, scale.xOf(item.fromMs));
  const right = Math.min(width, Math.max(scale.xOf(item.toMs), scale.xOf(item.fromMs) + leastWidth));
  if (right <= 0 || left >= width) return;
  const fill = (y: number, height: number): void => context.fillRect(left, y, right - left, height);
  switch (lane.name) {
    case 'windows': {
      const app = item.origin.app ?? '';
      context.globalAlpha = item.faint ? 0.3 : 1;
      context.fillStyle = colour(nameOf(picture.colourOfApp.get(app) ?? restColour));
      fill(lane.top, lane.height);
      context.globalAlpha = 1;
      if (right - left > 3) hairline(context, right, lane.top, lane.height, colour('--surface'));
      drawName(context, app, { left, right, lane, faint: item.faint }, colour);
      return;
    }
    case 'presence': {
      const { variable, share } = presenceLook(item.kind);
      context.fillStyle = colour(variable);
      const height = Math.max(2, Math.round(lane.height * share));
      fill(lane.top + lane.height - height, height);
      return;
    }
    case 'agents': {
      const y = lane.top + shownLine(item, layout) * agentLineHeight;
      if (item.kind === 'run') {
        context.fillStyle = colour('--category-rest');
        fill(y + agentLineHeight / 2 - 1, 2);
      } else if (item.kind === 'step') {
        context.fillStyle = colour(item.failed ? '--bad' : '--category-6');
        fill(y + agentLineHeight - 4, 2);
      } else {
        context.fillStyle = colour(item.failed ? '--bad' : item.kind === 'model call' ? '--accent' : '--category-3');
        fill(y + 2, agentLineHeight - 7);
      }
      return;
    }
    case 'errors':
      context.fillStyle = colour('--bad');
      context.fillRect(left - 1, lane.top + 2, 3, lane.height - 4);
      return;
  }
}

/** Neighbours are told apart without their colours. */
function hairline(context: CanvasRenderingContext2D, x: number, y: number, height: number, colour: string): void {
  context.fillStyle = colour;
  context.fillRect(x - 0.75, y, 0.75, height);
}

const nameRoom = 46;

/** The name of an app stands in its segment where there is room for it, on a plate that any colour leaves legible. */
function drawName(
  context: CanvasRenderingContext2D,
  name: string,
  { left, right, lane, faint }: { left: number; right: number; lane: Lane; faint: boolean },
  colour: ReadColour,
): void {
  const room = right - left - 10;
  if (room < nameRoom || faint) return;
  context.font = `500 11px ${colour('--font')}`;
  const text = fitted(context, name, room - 10);
  if (text === '') return;
  const plateWidth = context.measureText(text).width + 8;
  context.fillStyle = colour('--surface');
  context.globalAlpha = 0.88;
  context.beginPath();
  context.roundRect(left + 4, lane.top + 4, plateWidth, 16, 4);
  context.fill();
  context.globalAlpha = 1;
  context.fillStyle = colour('--ink');
  context.textBaseline = 'middle';
  context.fillText(text, left + 8, lane.top + 12.5);
}

/** `text`, cut with an ellipsis so that it takes at most `room` pixels; empty when not even three letters fit. */
function fitted(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  for (let length = text.length - 1; length >= 3; length -= 1) {
    const cut = `${text.slice(0, length)}…`;
    if (context.measureText(cut).width <= room) return cut;
  }
  return '';
}

/** States differ in height as well as in colour. */
export function presenceLook(state: string): { readonly variable: string; readonly share: number } {
  switch (state) {
    case 'active':
      return { variable: '--good', share: 1 };
    case 'idle':
      return { variable: '--ink-soft', share: 0.5 };
    case 'locked':
      return { variable: '--category-7', share: 0.34 };
    case 'asleep':
      return { variable: '--category-rest', share: 0.17 };
    case 'paused':
      return { variable: '--warn', share: 0.67 };
    default:
      return { variable: '--bad', share: 0.11 };
  }
}

/** `var(--category-1)` names `--category-1`. */
function nameOf(variable: string): string {
  return variable.slice('var('.length, -1);
}
