import { createInterface } from 'node:readline/promises';

/** Where a question is asked and answered. */
interface Asking {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** Whether a person sits there who can be asked. */
export function canAsk({ input, output }: Asking): boolean {
  return input.isTTY === true && output.isTTY === true;
}

/** Asks until yes or no is answered; the end of the input, and Ctrl-C, are a no. */
export async function confirm(question: string, { input, output }: Asking): Promise<boolean> {
  const lines = createInterface({ input, output });
  const ended = new Promise<string>((resolve) => {
    lines.once('close', () => resolve('no'));
    lines.once('SIGINT', () => resolve('no'));
  });
  try {
    for (;;) {
      const answer = (await Promise.race([lines.question(`${question} [y/n] `), ended])).trim().toLowerCase();
      if (answer === 'y' || answer === 'yes') return true;
      if (answer === 'n' || answer === 'no') return false;
    }
  } finally {
    lines.close();
  }
}
