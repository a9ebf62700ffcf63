import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type Bridge } from '../../contract/ipc.ts';
import { connect } from '../data/bridge.ts';
import { realPage } from '../data/page.ts';
import { SessionContext, startSession } from '../data/session.ts';
import './tokens.css';
import './base.css';
import './controls.css';

declare global {
  interface Window {
    /** Put there by the preload script; absent when the page is opened in an ordinary browser. */
    readonly hivebar?: Bridge;
  }
}

/** Draws a window's page and keeps it up to date until the page goes. */
export function mount(view: ReactNode): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no #root to draw into.');
  const calls = connect(window.hivebar);
  const session = startSession(calls, realPage());
  document.documentElement.dataset['platform'] = calls.platform;
  window.addEventListener('pagehide', () => void session.stop(), { once: true });
  createRoot(root).render(
    <StrictMode>
      <SessionContext value={session}>{view}</SessionContext>
    </StrictMode>,
  );
}
