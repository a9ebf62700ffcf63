import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';

export const appScheme = 'app';
export const appHost = 'hivebar';
/** What the address of every page of ours begins with, and what `origin` says of them. */
export const appOrigin = `${appScheme}://${appHost}`;

/** Only our own files run, and nothing is fetched: everything that a window knows comes over IPC. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), clipboard-read=(), display-capture=()',
} as const;

/** The kinds of file that a build of the windows holds. Anything else is not served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Answers a request for a file of the windows. Serves `root` and nothing outside it. */
export async function answerFromFolder(root: string, request: { method: string; url: string }): Promise<Response> {
  if (request.method !== 'GET') return refusal(405);
  const file = fileFor(root, request.url);
  if (file === undefined) return refusal(404);
  try {
    const body = await readFile(file.path);
    return new Response(new Uint8Array(body), {
      status: 200,
      headers: { ...securityHeaders, 'content-type': file.type, 'cache-control': 'no-store' },
    });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return refusal(404);
    throw error;
  }
}

function fileFor(root: string, address: string): { path: string; type: string } | undefined {
  const url = new URL(address);
  if (url.protocol !== `${appScheme}:` || url.host !== appHost) return undefined;
  const name = decodedPath(url.pathname);
  if (name === undefined || name.includes('\0') || name.includes('\\')) return undefined;
  const type = contentTypes[extname(name)];
  const path = resolve(root, `.${name}`);
  if (type === undefined || !path.startsWith(resolve(root) + sep)) return undefined;
  return { path, type };
}

function decodedPath(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    // A percent sign without its two digits names no file.
    return undefined;
  }
}

function refusal(status: 404 | 405): Response {
  return new Response(null, { status, headers: securityHeaders });
}
