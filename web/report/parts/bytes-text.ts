/** Bytes as people read them: `312 B`, `18 KB`, `4.2 MB`, `118 MB`, `15.9 GB`. */
export function bytesText(bytes: number): string {
  if (bytes >= 1024 ** 3) return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
  if (bytes >= 1024 ** 2) {
    const megabytes = bytes / 1024 ** 2;
    return `${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB`;
  }
  return bytes >= 1024 ? `${(bytes / 1024).toFixed(0)} KB` : `${bytes.toFixed(0)} B`;
}
