/** A rectangle on the screen, in points, as Electron gives them. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Between the popover and the tray icon, or the edge of the screen. */
const gap = 6;

/**
 * Where the popover goes: centred under (or over) the tray icon where its place is known, else into the upper right
 * corner, always whole inside the work area.
 */
export function placePopover(
  tray: Rectangle,
  workArea: Rectangle,
  size: { readonly width: number; readonly height: number },
): Rectangle {
  const width = Math.min(size.width, workArea.width);
  const height = Math.min(size.height, workArea.height);
  const right = workArea.x + workArea.width;
  const bottom = workArea.y + workArea.height;
  // All four numbers are 0 while the place of the icon is not known.
  const known = tray.width > 0 && tray.height > 0;
  const trayBelow = tray.y + tray.height / 2 > workArea.y + workArea.height / 2;
  const wantedX = known ? tray.x + tray.width / 2 - width / 2 : right - width - gap;
  const wantedY = !known ? workArea.y + gap : trayBelow ? tray.y - height - gap : tray.y + tray.height + gap;
  return {
    x: Math.round(clamp(wantedX, workArea.x, right - width)),
    y: Math.round(clamp(wantedY, workArea.y, bottom - height)),
    width,
    height,
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
