import { UsageError } from '../errors/usage-error.ts';

const UNITS_BYTES = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 } as const;
const SIZE = /^(\d+(?:\.\d+)?)\s*(b|kb|mb|gb)$/i;

/** The largest size that any option accepts, in bytes: 1 GB. */
export const MAX_SIZE_BYTES = 1024 ** 3;

/**
 * Reads a size such as `512B`, `64KB` or `1.5MB` into bytes. One KB is 1024 bytes.
 *
 * @throws UsageError when the text is not a size or is over 1 GB.
 */
export function parseSize(text: string): number {
  const match = SIZE.exec(text.trim());
  if (match === null) throw new UsageError(`"${text}" is not a size: give a number and a unit, such as 512B or 64KB`);
  const bytes = Math.round(Number(match[1]) * UNITS_BYTES[match[2]!.toLowerCase() as keyof typeof UNITS_BYTES]);
  if (bytes > MAX_SIZE_BYTES) throw new UsageError(`"${text}" is too large: the largest size is 1GB`);
  return bytes;
}

/** Writes bytes in the largest unit that keeps them exact: `64KB`, `1000B`. {@link parseSize} reads it back. */
export function formatSize(bytes: number): string {
  for (const unit of ['gb', 'mb', 'kb'] as const) {
    const size = UNITS_BYTES[unit];
    if (bytes >= size && bytes % size === 0) return `${bytes / size}${unit.toUpperCase()}`;
  }
  return `${bytes}B`;
}

/** Writes bytes for people: `312 B`, `18 KB`, `4.2 MB`, `118 MB`, `15.9 GB`. */
export function roundedSize(bytes: number): string {
  if (bytes >= UNITS_BYTES.gb) return `${(bytes / UNITS_BYTES.gb).toFixed(1)} GB`;
  if (bytes >= UNITS_BYTES.mb) {
    const megabytes = bytes / UNITS_BYTES.mb;
    return `${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB`;
  }
  return bytes >= UNITS_BYTES.kb ? `${(bytes / UNITS_BYTES.kb).toFixed(0)} KB` : `${bytes.toFixed(0)} B`;
}
