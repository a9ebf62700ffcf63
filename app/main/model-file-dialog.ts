import { type BrowserWindow, type OpenDialogOptions, dialog } from 'electron';

/** Asks for a model file, in front of `window`; null when the person chose none. */
export async function chooseModelFile(window: BrowserWindow | undefined): Promise<string | null> {
  const options: OpenDialogOptions = {
    title: 'Choose a model',
    buttonLabel: 'Use This Model',
    filters: [{ name: 'GGUF models', extensions: ['gguf'] }],
    properties: ['openFile'],
  };
  const { canceled, filePaths } = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return canceled ? null : (filePaths[0] ?? null);
}
