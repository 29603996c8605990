import { readFileSync } from 'node:fs';

/** The version in package.json, which stands beside cli/ or, once published, beside dist/. */
export function version(): string {
  const folder = import.meta.url.endsWith('.ts') ? '../../' : '../../../';
  const text = readFileSync(new URL(`${folder}package.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
