import { describe, expect, it } from 'vitest';
import { privateWindowVisibility } from './private-windows.ts';
import { steadyTitle } from './steady-title.ts';

describe('a private window', () => {
  it.each([
    ['Navigator', 'Clinic — Mozilla Firefox Private Browsing'],
    ['firefox', 'Klinik — Mozilla Firefox (Privater Modus)'],
    ['firefox', 'Clinique — Mozilla Firefox (navigation privée)'],
    ['firefox', '診療所 — Mozilla Firefox プライベートブラウジング'],
    ['Google-chrome', 'Clinic - Google Chrome (Incognito)'],
    ['Google-chrome', 'New Incognito Tab - Google Chrome'],
    ['Microsoft-edge', 'Clinic - [InPrivate] - Microsoft Edge'],
  ])('is known by what the browser writes: %s', (app, title) => {
    expect(privateWindowVisibility(app, title)).toBe('private');
  });

  it.each([
    ['Google-chrome', 'What is incognito mode? - Google Chrome'],
    ['firefox', 'Private browsing explained — Mozilla Firefox'],
    ['Editor', 'notes - incognito'],
  ])('is not seen in what a page or another program writes: %s', (app, title) => {
    expect(privateWindowVisibility(app, title)).toBe('normal');
  });
});

describe('a steady title', () => {
  it.each([
    ['⠋ Building', 'Building'],
    ['✳ Claude Code', 'Claude Code'],
    ['✶ ⠂ task', 'task'],
    ['⠋', '⠋'],
    ['tab\tand\nline', 'tab and line'],
    ['(3) Inbox', '(3) Inbox'],
  ])('has no moving parts: %s', (title, expected) => {
    expect(steadyTitle(title)).toBe(expected);
  });
});
