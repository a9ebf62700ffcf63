import type { BrowserWindow } from 'electron';
import type { AgentStatus } from '../contract/always-on-agent.ts';
import { announcements } from '../contract/ipc.ts';
import type { RecorderStatus } from '../contract/health.ts';
import type { WorkItem } from '../contract/work.ts';

/** Tells one window the state of the recorder. The window parses it, as it does every answer. */
export function announceStatus(window: BrowserWindow, status: RecorderStatus): void {
  window.webContents.send(announcements.statusChanged.name, status);
}

/** Tells one window what long work there is. */
export function announceWork(window: BrowserWindow, items: readonly WorkItem[]): void {
  window.webContents.send(announcements.workChanged.name, items);
}

/** Tells one window how the always-on agent stands. */
export function announceAgent(window: BrowserWindow, status: AgentStatus): void {
  window.webContents.send(announcements.agentChanged.name, status);
}
