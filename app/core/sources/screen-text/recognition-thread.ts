import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { enlarge, toPortableGreyMap } from './grey-map.ts';
import type { Recognised, ThreadAnswer, ThreadRequest } from './recognition-protocol.ts';

/**
 * The thread that recognises text: Tesseract as WebAssembly with the English data, both out of the folder of this file.
 * Nothing is fetched, and what it calls files lies in its own memory. Recognising blocks, which is why it is a thread.
 */
interface TesseractCore {
  readonly FS: { writeFile(path: string, content: Uint8Array): void; unlink(path: string): void };
  readonly TessBaseAPI: new () => {
    Init(dataPath: null, language: string, engine: number): number;
    SetVariable(name: string, value: string): boolean;
    SetImageFile(orientation: number, angle: number): number;
    Recognize(monitor: null): number;
    GetUTF8Text(): string;
    MeanTextConf(): number;
    Clear(): void;
  };
}
type LoadCore = (module: { wasmBinary: Uint8Array; TesseractProgress: () => void }) => Promise<TesseractCore>;

/** LSTM alone: the data holds nothing for the older engine. */
const lstmEngine = 1;
/** Upright, as every picture of a window is. */
const upright = 1;
/** The one name under which Tesseract looks for a picture. */
const pictureFile = '/input';

async function startTesseract(): Promise<(request: ThreadRequest) => Recognised> {
  const file = (name: string) => join(__dirname, name);
  const loadCore = createRequire(__filename)(file('tesseract-core-simd-lstm.js')) as LoadCore;
  const core = await loadCore({
    wasmBinary: readFileSync(file('tesseract-core-simd-lstm.wasm')),
    TesseractProgress: () => undefined,
  });
  core.FS.writeFile('/eng.traineddata', gunzipSync(readFileSync(file('eng.traineddata.gz'))));
  const tesseract = new core.TessBaseAPI();
  if (tesseract.Init(null, 'eng', lstmEngine) !== 0) throw new Error('Tesseract does not accept its language data');

  return ({ picture }) => {
    const startMs = performance.now();
    const enlarged = enlarge(picture);
    core.FS.writeFile(pictureFile, toPortableGreyMap(enlarged));
    tesseract.SetVariable('user_defined_dpi', String(enlarged.dotsPerInch));
    try {
      if (tesseract.SetImageFile(upright, 0) !== 0) throw new Error('Tesseract does not accept the picture');
      tesseract.Recognize(null);
      return {
        text: tesseract.GetUTF8Text(),
        confidence: tesseract.MeanTextConf(),
        tookMs: Math.round(performance.now() - startMs),
      };
    } finally {
      tesseract.Clear();
      core.FS.unlink(pictureFile);
    }
  };
}

const starting = startTesseract();

parentPort?.on('message', (request: ThreadRequest) => {
  void starting
    .then((recognise): ThreadAnswer => ({ id: request.id, ok: true, value: recognise(request) }))
    .catch((error: unknown): ThreadAnswer => ({ id: request.id, ok: false, error: String(error) }))
    .then((answer) => parentPort?.postMessage(answer));
});
