/** What `import … from 'flaglab'` gives: misbehaving servers inside a program or a test, and the clients that ask them. */

export type { Download, DownloadOptions } from './clients/download/download.ts';
export type { Outcome, OutcomeKind } from './clients/download/outcome.ts';
export { type Tally, tally } from './clients/download/tally.ts';
export { STRATEGIES, type Strategy, strategy } from './clients/strategies.ts';
export { type AsCompletedOptions, asCompleted, type Completed } from './lib/concurrency/as-completed.ts';
export { type Permit, Semaphore } from './lib/concurrency/semaphore.ts';
export { sleep } from './lib/concurrency/sleep.ts';
export { TaskGroup, type TaskGroupOptions } from './lib/concurrency/task-group.ts';
export {
  ClientError,
  DataError,
  FaultSpecError,
  InvariantError,
  LabError,
  ListenError,
  OutputError,
  ServerGoneError,
  UsageError,
} from './lib/errors.ts';
export { countryCodes, MOST_POPULOUS } from './lib/flags/country-codes.ts';
export type { Ending, RequestRecord } from './lib/request-record.ts';
export type { Fate, FaultSpec, Profile } from './servers/faults/contract/fault-kind.ts';
export { type FateRequest, fate } from './servers/faults/decide-fate.ts';
export { formatProfile, parseProfile } from './servers/faults/profile.ts';
export { parseSchedule, type Schedule, type ScheduleStep } from './servers/faults/schedule.ts';
export { createFlagServer, type FlagServer, type FlagServerOptions } from './servers/flags/flag-server.ts';
export { type Listening, type ListenOptions, listen } from './servers/http/listen.ts';
export { PRESETS, type Preset } from './servers/lab/presets.ts';
export type { RunningServer, ServerCalls } from './servers/lab/running-server.ts';
export { type Lab, type LabOptions, type ServerPlan, startLab } from './servers/lab/start-lab.ts';
export { type ProxyOptions, type RunningProxy, startProxy } from './servers/lab/start-proxy.ts';
export type { Recorder } from './servers/records/recorder.ts';
export type { BackOff, Verdict } from './servers/records/verdict.ts';
