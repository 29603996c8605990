import type { OwnDownload } from 'flaglab';
import { download as slots } from '../../../lessons/02-slots/slots.ts';

/** Waits for whatever comes, for as long as it takes. */
export const download: OwnDownload = slots;
