import { channel } from 'node:diagnostics_channel';

/**
 * Tells that all is ready that computes for a download, which begins now: what the event loop was at until then, who
 * watches it need not count.
 */
export const lanesReady = channel('flaglab:lanes-ready');
