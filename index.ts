/** What `import … from 'flaglab'` gives: misbehaving servers inside a program or a test, and the clients that ask them. */

export { type CrawlOptions, crawl, type Visited } from './clients/crawl/crawl.ts';
export { multiProbe } from './clients/domains/multi-probe.ts';
export type { ProbeOptions } from './clients/domains/probe-options.ts';
export type { ProbedDomain, ProbeKind } from './clients/domains/probed-domain.ts';
export type { Download, DownloadOptions } from './clients/download/download.ts';
export type { Outcome, OutcomeKind } from './clients/download/outcome.ts';
export { type Tally, tally } from './clients/download/tally.ts';
export type { OwnDownload, OwnOutcome } from './clients/own/own-download.ts';
export { type PreparedDownload, STRATEGIES, type Strategy, strategy } from './clients/strategies.ts';
export { type AsCompletedOptions, asCompleted, type Completed } from './lib/concurrency/as-completed.ts';
export { Channel, ChannelClosedError } from './lib/concurrency/channel.ts';
export { firstEnd, firstResult, type GatherOptions, gather } from './lib/concurrency/gather.ts';
export { runInThread } from './lib/concurrency/run-in-thread.ts';
export { type Admitted, type HeldSlot, Semaphore } from './lib/concurrency/semaphore.ts';
export { sleep } from './lib/concurrency/sleep.ts';
export { type Task, TaskGroup, type TaskGroupOptions } from './lib/concurrency/task-group.ts';
export { UniversalEvent } from './lib/concurrency/universal-event.ts';
export {
  type SharedQueueMemory,
  UniversalQueue,
  type UniversalQueueOptions,
} from './lib/concurrency/universal-queue.ts';
export { withTimeout } from './lib/concurrency/with-timeout.ts';
export { type Scope, within } from './lib/concurrency/within.ts';
export { ClientError } from './lib/errors/client-error.ts';
export { DataError } from './lib/errors/data-error.ts';
export { FaultSpecError } from './lib/errors/fault-spec-error.ts';
export { InvariantError } from './lib/errors/invariant-error.ts';
export { LabError } from './lib/errors/lab-error.ts';
export { ListenError } from './lib/errors/listen-error.ts';
export { OutputError } from './lib/errors/output-error.ts';
export { ServerGoneError } from './lib/errors/server-gone-error.ts';
export { UsageError } from './lib/errors/usage-error.ts';
export { countryCodes, MOST_POPULOUS } from './lib/flags/country-codes.ts';
export type { Ending, RequestRecord } from './lib/request-record.ts';
export type { CannedAnswer, Respond, RespondOrPass } from './servers/answers/answer.ts';
export type { Fate } from './servers/faults/contract/fate.ts';
export type { FaultSpec, Profile } from './servers/faults/contract/fault-spec.ts';
export { type FateRequest, fate } from './servers/faults/decide-fate.ts';
export { formatProfile } from './servers/faults/format-profile.ts';
export { parseProfile } from './servers/faults/profile.ts';
export { parseSchedule, type Schedule, type ScheduleStep } from './servers/faults/schedule.ts';
export { createFlagServer, type FlagServer, type FlagServerOptions } from './servers/flags/flag-server.ts';
export { type Listening, type ListenOptions, listen } from './servers/http/listen.ts';
export { PRESETS, type Preset } from './servers/lab/presets.ts';
export type { RunningServer } from './servers/lab/running-server.ts';
export type { ServerCalls } from './servers/lab/server-calls.ts';
export { type Lab, type LabOptions, type ServerPlan, startLab } from './servers/lab/start-lab.ts';
export { type ProxyOptions, type RunningProxy, startProxy } from './servers/lab/start-proxy.ts';
export type { ProxyCertificate } from './servers/proxy/self-signed.ts';
export type { Totals } from './servers/records/memory/totals.ts';
export type { RecordFilter } from './servers/records/record-filter.ts';
export type { Recorder } from './servers/records/recorder.ts';
export type { BackOff, FaultChange, Verdict } from './servers/records/verdict-schema.ts';
