/** Whether what is sent there stays on this machine: the loopback addresses, and the name that every machine has for them. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** `fetch` that follows no redirect: a server on this machine must not send a request on to another one. */
export const fetchWithoutRedirects: typeof fetch = (input, init) => fetch(input, { ...init, redirect: 'error' });
