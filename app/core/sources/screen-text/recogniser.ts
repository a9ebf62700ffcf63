import { Worker } from 'node:worker_threads';
import type { Stop } from '../../../contract/lifecycle.ts';
import { type Result, fail, ok } from '../../../contract/result.ts';
import type { Clock, GreyPicture } from '../../host.ts';
import type { Recognised, ThreadAnswer, ThreadRequest } from './recognition-protocol.ts';

/** Recognises text in pictures, one at a time, in a thread of its own that is started on first need. */
export interface Recogniser {
  /** Takes the pixels over: the picture is empty afterwards. The failure is a sentence for the person. */
  recognise(picture: GreyPicture): Promise<Result<Recognised, string>>;
  /** Ends the thread and gives its memory back; the next picture starts another. */
  rest(): Promise<void>;
}

/** A picture that takes longer than this is given up. */
export const recognitionLimitMs = 60_000;

/** `threadFile` is the bundled recognition-thread.ts; Tesseract and its language data lie beside it. */
export function createRecogniser({
  threadFile,
  clock,
}: {
  readonly threadFile: string;
  readonly clock: Pick<Clock, 'after'>;
}): Recogniser {
  let thread: Worker | undefined;
  let lastId = 0;
  let settle: (answer: Result<Recognised, string>) => void = () => undefined;

  function start(): Worker {
    const worker = new Worker(threadFile);
    // These stay for the life of the thread: one that fails between two pictures must not end the program.
    worker.on('error', (error) => gone(worker, `The program that recognises text failed (${error.message}).`));
    worker.on('exit', () => gone(worker, 'The program that recognises text ended before it was done.'));
    worker.on('message', (answer: ThreadAnswer) => {
      if (answer.id !== lastId) return;
      if (answer.ok) settle(ok(answer.value));
      else gone(worker, `The text could not be recognised (${answer.error}).`);
    });
    return worker;
  }

  function gone(worker: Worker, problem: string): void {
    if (worker !== thread) return;
    thread = undefined;
    void worker.terminate();
    settle(fail(problem));
  }

  return {
    recognise(picture) {
      const worker = (thread ??= start());
      const request: ThreadRequest = { id: ++lastId, picture };
      return new Promise((resolve) => {
        const cancel: Stop = clock.after(recognitionLimitMs, () =>
          gone(worker, `Recognising the text took longer than ${recognitionLimitMs / 1000} s.`),
        );
        settle = (answer) => {
          void cancel();
          resolve(answer);
        };
        worker.postMessage(request, [picture.pixels.buffer]);
      });
    },
    async rest() {
      const ending = thread;
      thread = undefined;
      await ending?.terminate();
      settle(fail('Recognising text was stopped.'));
    },
  };
}
