import { join } from 'node:path';
import type { Stop } from '../../contract/lifecycle.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Host } from '../host.ts';
import type { RecorderPart } from '../recorder-part.ts';
import type { Store } from '../store.ts';
import { type PersonRecording, startPersonRecording } from './person-recording.ts';
import { recognitionThreadFile } from './screen-text/ocr-folder.ts';
import { createRecogniser } from './screen-text/recogniser.ts';
import { type ScreenTextSource, startScreenText } from './screen-text/screen-text-source.ts';
import { systemWindows } from './window/system-windows.ts';

export interface PersonDeps {
  readonly host: Host;
  readonly settings: Settings;
  readonly store: Pick<Store, 'sink'>;
  /** The person paused before this start and has not resumed. */
  readonly paused: boolean;
  readonly onChange: () => void;
}

/** All that records the person: windows and presence, and the text of the window in front. */
export interface PersonPart extends RecorderPart {
  readonly recording: PersonRecording;
  readonly screenText: ScreenTextSource;
  /** Calls `listener` whenever the window or the presence may have changed. */
  onContext(listener: () => void): Stop;
}

/** Screen text follows the window in front, so it begins after the windows and ends before them. */
export function startPersonWithScreenText({ host, settings, store, paused, onChange }: PersonDeps): PersonPart {
  const { clock, power, log, paths, pictures, permissions } = host;
  const { sink } = store;
  const found: { screenText?: ScreenTextSource } = {};
  const listeners = new Set<() => void>();
  const recording = startPersonRecording({
    clock,
    power,
    log,
    sink,
    windows: systemWindows(host),
    settings,
    journalPath: join(paths.dataDir, 'open-segment.jsonl'),
    paused,
    onChange() {
      onChange();
      found.screenText?.look();
      for (const listener of listeners) listener();
    },
    screenText: () => found.screenText?.current() ?? null,
  });
  const screenText = startScreenText({
    clock,
    sink,
    pictures,
    permissions,
    recogniser: createRecogniser({ threadFile: recognitionThreadFile(paths.resourcesDir), clock }),
    person: recording,
    enabled: settings.recording.screenText,
  });
  found.screenText = screenText;
  return {
    recording,
    screenText,
    onContext(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    health: () => [...recording.health(), ...screenText.health()],
    applySettings(changed) {
      recording.applyPrivacy(changed.privacy);
      recording.applyRecording(changed.recording);
      screenText.setEnabled(changed.recording.screenText);
    },
    pause: () => recording.pause(),
    resume: () => recording.resume(),
    async stop() {
      await screenText.stop();
      await recording.stop();
    },
  };
}
