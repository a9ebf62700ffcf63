import * as v from 'valibot';
import { alwaysOnAgentAnnouncements, alwaysOnAgentChannels } from './always-on-agent.ts';
import { backupChannels } from './backup.ts';
import { type Announcement, channel, nothing, result } from './channel.ts';
import { consoleAnnouncements, consoleChannels } from './console.ts';
import { connection, connectionChange, endpoints, madeChange, shownPlan } from './connect.ts';
import { forgetAnnouncements, forgetChannels } from './forget.ts';
import { pauseLength, permissionName, recorderStatus } from './health.ts';
import { agentName, importProgress } from './imports.ts';
import { queryError, questions } from './questions.ts';
import { screenTextChannels } from './screen-text.ts';
import { settingsChannels } from './settings-calls.ts';
import { repriceChannels } from './reprice.ts';
import { workAnnouncements, workChannels } from './work.ts';

/** The pages of the main window. A window that opens on another than the first gets its name behind `#`. */
export const mainPlace = v.picklist([
  'overview',
  'timeline',
  'agents',
  'always-on',
  'errors',
  'search',
  'console',
  'sources',
  'settings',
]);
export type MainPlace = v.InferOutput<typeof mainPlace>;

const shownChange = v.object({ agent: agentName, fingerprint: v.pipe(v.string(), v.maxLength(64)) });
const questionNames = Object.keys(questions) as [keyof typeof questions, ...(keyof typeof questions)[]];

/** Every call that a window may make. Handler, caller and test double derive from this value. */
export const channels = {
  status: channel('status', { takes: nothing, gives: recorderStatus }),
  /** Rows are parsed again with the question's own row schema where they are used. */
  ask: channel('ask', {
    takes: v.object({ name: v.picklist(questionNames), params: v.record(v.string(), v.unknown()) }),
    gives: result(v.array(v.record(v.string(), v.unknown())), queryError),
  }),
  pause: channel('pause', { takes: v.object({ length: pauseLength }), gives: recorderStatus }),
  resume: channel('resume', { takes: nothing, gives: recorderStatus }),
  /** Opens or focuses the main window on one of its pages. */
  openPlace: channel('open-place', { takes: v.object({ place: mainPlace }), gives: nothing }),
  /** How each agent's settings stand to Hivebar. */
  connections: channel('connections', { takes: nothing, gives: v.array(connection) }),
  /** What connecting or disconnecting an agent would change. Changes nothing. */
  connectionPlan: channel('connection-plan', {
    takes: v.object({ agent: agentName, change: connectionChange }),
    gives: result(shownPlan, v.string()),
  }),
  /** Makes the change that was shown under the fingerprint; another one is refused. */
  connect: channel('connect', { takes: shownChange, gives: result(madeChange, v.string()) }),
  disconnect: channel('disconnect', { takes: shownChange, gives: result(madeChange, v.string()) }),
  /** Where other programs send to, and what is kept of it. */
  endpoints: channel('endpoints', { takes: nothing, gives: endpoints }),
  setKeepContent: channel('set-keep-content', {
    takes: v.object({ keep: v.boolean() }),
    gives: result(endpoints, v.string()),
  }),
  /** The last import of each agent since the start. */
  imports: channel('imports', { takes: nothing, gives: v.array(importProgress) }),
  startImport: channel('start-import', {
    takes: v.object({ agent: agentName }),
    gives: result(importProgress, v.string()),
  }),
  cancelImport: channel('cancel-import', { takes: v.object({ agent: agentName }), gives: nothing }),
  /** Tries a failed database or source again now. */
  retry: channel('retry', { takes: nothing, gives: recorderStatus }),
  /** Shows the data directory in the file manager. */
  showDataFolder: channel('show-data-folder', { takes: nothing, gives: nothing }),
  /** Asks the system for a permission, because the person pressed the button. */
  requestPermission: channel('request-permission', {
    takes: v.object({ name: permissionName }),
    gives: nothing,
  }),
  ...consoleChannels,
  ...screenTextChannels,
  ...forgetChannels,
  quit: channel('quit', { takes: nothing, gives: nothing }),
  ...settingsChannels,
  ...workChannels,
  ...backupChannels,
  ...repriceChannels,
  ...alwaysOnAgentChannels,
} as const;

/** What the main process tells the windows without being asked. */
export const announcements = {
  statusChanged: { name: 'hivebar:status-changed', carries: recorderStatus },
  /** Somebody asked for a page of the main window while it was open. */
  placeAsked: { name: 'hivebar:place-asked', carries: mainPlace },
  ...consoleAnnouncements,
  ...forgetAnnouncements,
  ...workAnnouncements,
  ...alwaysOnAgentAnnouncements,
} as const satisfies Record<string, Announcement<v.GenericSchema>>;

/** What the preload script puts on `window.hivebar`: names are checked against the two lists above. */
export interface Bridge {
  readonly platform: string;
  call(channelName: string, payload: unknown): Promise<unknown>;
  listen(announcementName: string, listener: (payload: unknown) => void): () => void;
}
