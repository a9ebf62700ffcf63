/** `12 KB`, `3.4 MB`: thousands, rounded up, so that something is never nothing. */
export function fileSize(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
