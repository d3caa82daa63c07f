import type { Audit } from './contract.ts';
import type { Directory } from './directory/directory.ts';
import type { ApiServer } from './eks/api-server.ts';
import type { Issued } from './issued.ts';
import type { Seed } from './seed/seed.ts';
import type { Folder } from './state/folder.ts';
import type { Key } from './state/key.ts';
import type { Sessions } from './state/sessions.ts';

/** What the services of one emulator share. */
export interface Context {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  readonly folder: Folder;
  readonly seed: Seed;
  readonly directory: Directory;
  readonly key: Key;
  readonly sessions: Sessions;
  readonly audit: Audit;
  readonly issued: Issued;
  /** The API server of all clusters. */
  readonly apiServer: ApiServer;
  now(): Date;
}
