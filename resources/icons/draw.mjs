/**
 * Draws every icon from the SVG files in source/: the tray icons in black for macOS, which colours them itself, and in
 * colour for other desktops, then the icon of the app. Needs rsvg-convert (Debian: librsvg2-bin, Homebrew: librsvg).
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const trayColours = { recording: '#7b86f7', starting: '#7b86f7', paused: '#9aa0a6', problem: '#f0473e' };
const appSizes = [16, 32, 48, 64, 128, 256, 512];

/** The picture types of an .icns file that hold PNG data, with their sizes in pixels. */
const icnsTypes = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 };

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'hivebar-icons-'));

/** @param {string} source @param {number} size @param {string} target @param {string} [colour] */
function draw(source, size, target, colour) {
  const style = path.join(work, 'style.css');
  fs.writeFileSync(style, colour === undefined ? '' : `svg { color: ${colour}; }`);
  const input = path.join(here, 'source', `${source}.svg`);
  execFileSync('rsvg-convert', ['-w', String(size), '-h', String(size), '-s', style, '-o', target, input]);
}

for (const [state, colour] of Object.entries(trayColours)) {
  for (const [suffix, scale] of /** @type {const} */ ([
    ['', 1],
    ['@2x', 2],
  ])) {
    draw(state, 16 * scale, path.join(here, 'tray', `${state}Template${suffix}.png`), '#000');
    draw(state, 24 * scale, path.join(here, 'tray', `${state}${suffix}.png`), colour);
  }
}
for (const size of appSizes) draw('app', size, path.join(here, 'app', `${size}x${size}.png`));

const pictures = Object.entries(icnsTypes).map(([type, size]) => {
  const file = path.join(work, `${size}.png`);
  draw('app', size, file);
  const png = fs.readFileSync(file);
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(png.length + 8, 4);
  return Buffer.concat([head, png]);
});
const body = Buffer.concat(pictures);
const head = Buffer.alloc(8);
head.write('icns', 'latin1');
head.writeUInt32BE(body.length + 8, 4);
fs.writeFileSync(path.join(here, 'hivebar.icns'), Buffer.concat([head, body]));
fs.rmSync(work, { recursive: true });
