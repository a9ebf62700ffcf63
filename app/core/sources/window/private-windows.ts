import { type WindowSample } from './window-sample.ts';

/**
 * Private windows by what the browser itself appends to the title, in the languages we know the words of. The words
 * count only after the last separator, where the browser writes and not the page; an error on the side of privacy
 * costs a line of the timeline. Chromium-family browsers put no mark into X11 titles beyond their start page.
 */
const browser =
  /firefox|librewolf|waterfox|icecat|floorp|zen|tor browser|navigator|chrom|brave|edge|vivaldi|opera|safari|epiphany|falkon|arc|orion/i;
const separator = / [-–—|] /;
const marks = [
  'private browsing',
  'private window',
  'incognito',
  'inprivate',
  'inkognito',
  'privater modus',
  'privates fenster',
  'navigation privée',
  'navegación privada',
  'navegación de incógnito',
  'incógnito',
  'navigazione anonima',
  'navigazione in incognito',
  'navegação privativa',
  'navegação privada',
  'navegação anônima',
  'navegação anónima',
  'anônima',
  'privénavigatie',
  'privévenster',
  'tryb prywatny',
  'privat surfning',
  'privat browsing',
  'privat nettlesing',
  'yksityinen selaus',
  'anonymní prohlížení',
  'soukromé prohlížení',
  'privát böngészés',
  'gizli gezinti',
  'gizli pencere',
  'приватный просмотр',
  'приватний перегляд',
  'инкогнито',
  'プライベートブラウジング',
  'シークレット',
  '隐私浏览',
  '隱私瀏覽',
  '无痕',
  '無痕',
  '사생활 보호 모드',
  '시크릿',
];
/** Start pages of private windows, which name themselves before the separator. */
const startPages = [
  'new incognito tab',
  'new inprivate tab',
  'new private tab',
  'neuer inkognito-tab',
  'about:privatebrowsing',
];

/** Browsers that name every private window in its title. Of all others a private window may look like any window. */
const tellsInTitle = /firefox|librewolf|waterfox|icecat|floorp|zen|tor browser|navigator|edge/i;

export function isBrowser(app: string): boolean {
  return browser.test(app);
}

export function namesPrivateWindows(app: string): boolean {
  return tellsInTitle.test(app);
}

/** Whether the title says that this is a private window of a browser. */
export function privateWindowVisibility(app: string, title: string): WindowSample['visibility'] {
  if (!browser.test(app)) return 'normal';
  const parts = title.toLowerCase().split(separator);
  const first = parts[0] ?? '';
  const tail = parts.length > 1 ? (parts.at(-1) ?? '') : '';
  const marked =
    marks.some((mark) => tail.includes(mark)) ||
    parts.includes('[inprivate]') ||
    startPages.some((page) => first.startsWith(page));
  return marked ? 'private' : 'normal';
}
