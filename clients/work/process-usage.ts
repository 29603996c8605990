import { channel } from 'node:diagnostics_channel';

/** What a process that computed has used. */
export interface ProcessUsage {
  readonly cpuSeconds: number;
  readonly peakRssBytes: number;
}

/** What a process says when it is ready, and when it has computed: what it has used since it was started is in it. */
export interface ProcessAnswer extends ProcessUsage {
  readonly digest: string;
}

/** Who measures what a download costs is somewhere else than who starts its processes. */
const ended = channel('flaglab:process-ended');

/** Tells those who watch what a process has used that has ended. */
export function tellProcessUsage({ cpuSeconds, peakRssBytes }: ProcessUsage): void {
  ended.publish({ cpuSeconds, peakRssBytes });
}

/** Adds up what processes have used that end while it is watched: until it is disposed of. */
export class ProcessUsageWatch implements Disposable, ProcessUsage {
  cpuSeconds = 0;
  peakRssBytes = 0;

  constructor() {
    ended.subscribe(this.#add);
  }

  readonly #add = (message: unknown) => {
    const { cpuSeconds, peakRssBytes } = message as ProcessUsage;
    this.cpuSeconds += cpuSeconds;
    this.peakRssBytes += peakRssBytes;
  };

  [Symbol.dispose](): void {
    ended.unsubscribe(this.#add);
  }
}
