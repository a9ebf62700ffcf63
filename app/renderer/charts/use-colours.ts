import { useEffect } from 'react';
import { type ColourMemory } from './colour-memory.ts';
import { assignSlots, colourOf, restColour } from './colours.ts';
import { type Series } from './series.ts';

export interface ColouredSeries extends Series {
  readonly colour: string;
}

/** `series` with colours that stay with their names. */
export function useColours(series: readonly Series[], memory: ColourMemory): ColouredSeries[] {
  const names = series.filter(({ rest }) => !rest).map(({ name }) => name);
  const slots = assignSlots(names, memory.recall(names));
  useEffect(() => memory.remember(names, slots));
  return series.map((one, index) => {
    const slot = slots[index];
    return { ...one, colour: one.rest || slot === undefined ? restColour : colourOf(slot) };
  });
}
