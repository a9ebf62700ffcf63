import type { Writable } from 'node:stream';

/** Where a command prints. Answers go to `print`; what is said about the work goes to `tell`. */
export interface Terminal {
  /** Writes to standard output and settles when there is room for more, so that a slow reader slows the command. */
  print(text: string | Uint8Array): Promise<void>;
  /** Writes to standard error, at once. */
  tell(text: string): void;
  /** Whether a person reads standard output. */
  readonly interactive: boolean;
  /** Whether a person sees standard error, where progress is drawn. */
  readonly showsProgress: boolean;
  /** Paints the text when standard output shows colours, else returns it as it is. */
  paint(colour: Colour, text: string): string;
  /** Columns of standard output; 100 when nobody knows. */
  readonly columns: number;
}

export type Colour = 'red' | 'green' | 'yellow' | 'dim' | 'bold';

const colourCodes: Readonly<Record<Colour, readonly [number, number]>> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  dim: [2, 22],
  bold: [1, 22],
};

interface Output extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * The terminal of this process. A reader that goes away (`hivebar query … | head`) is no error:
 * `onReaderGone` is called once, and what is still printed goes nowhere.
 */
export function openTerminal(
  output: Output,
  errors: Output,
  environment: Readonly<Record<string, string | undefined>>,
  onReaderGone: () => void,
): Terminal {
  let gone = false;
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
    if (!gone) onReaderGone();
    gone = true;
  });
  errors.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
  });
  const coloured = output.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  return {
    print: (text) => (gone ? Promise.resolve() : written(output, text)),
    tell: (text) => void errors.write(text),
    interactive: output.isTTY === true,
    showsProgress: errors.isTTY === true && environment['TERM'] !== 'dumb',
    paint: (colour, text) => {
      const [begin, end] = colourCodes[colour];
      return coloured ? `\u001b[${begin}m${text}\u001b[${end}m` : text;
    },
    columns: output.columns ?? 100,
  };
}

function written(output: Output, text: string | Uint8Array): Promise<void> {
  if (output.write(text)) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = (): void => {
      output.off('drain', settle);
      output.off('close', settle);
      output.off('error', settle);
      resolve();
    };
    output.on('drain', settle);
    output.on('close', settle);
    output.on('error', settle);
  });
}
