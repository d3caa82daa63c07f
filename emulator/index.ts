/** A local AWS for demos, tests and first steps: Identity Center, STS and an S3 for Terraform state. */
export { readLogs } from './control/logs.ts';
export { reset } from './control/reset.ts';
export { type DetachedOptions, startDetached } from './control/start.ts';
export { type Status, status } from './control/status.ts';
export { stop } from './control/stop.ts';
export { EmulatorError, type EmulatorErrorCode } from './emulator-error.ts';
export type { GithubJob } from './github/job.ts';
export type { Issued, SecretKind } from './issued.ts';
export { defaultSeed } from './seed/default-seed.ts';
export { parseSeed, readSeed } from './seed/read-seed.ts';
export type { Seed } from './seed/seed.ts';
export { defaultPort, type Emulator, type EmulatorOptions, startEmulator } from './server.ts';
export type { Traffic, TrafficFault } from './traffic/traffic.ts';
