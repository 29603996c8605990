import { UsageError } from '../../../lib/errors/usage-error.ts';
import { preset } from '../../../servers/lab/presets.ts';

/** A room whose server is to be asked. */
export interface SiteRoom {
  /** Its control API. */
  readonly control: string;
  /** How many runs of the name the server has seen before. */
  readonly runsBefore: number;
}

/** A server to download from. */
export interface Site {
  readonly label: string;
  readonly baseUrl: string;
  /** The room that it is in; absent where it is in none. */
  readonly room?: SiteRoom;
}

/** The server of a download where neither `--server` nor `--base-url` says anything. */
export const DEFAULT_SERVER = 'LOCAL';

/**
 * The server that `--server` and `--base-url` ask for.
 *
 * @throws UsageError for a label that is no preset, or REMOTE without an address
 */
export function siteOf({ server, baseUrl }: { readonly server?: string; readonly baseUrl?: string }): Site {
  const label = server ?? (baseUrl === undefined ? DEFAULT_SERVER : 'REMOTE');
  if (baseUrl !== undefined) return { label, baseUrl: baseUrl.replace(/\/+$/, '') };
  if (label === 'REMOTE') throw new UsageError('REMOTE needs --base-url, such as --base-url http://example.org/flags');
  return { label, baseUrl: `http://localhost:${preset(label).port}/flags` };
}
