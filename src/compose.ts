import { dirname, join } from 'node:path';
import { assertionListener } from './edge/assertion-listener.ts';
import { containerServices } from './edge/aws/container-services.ts';
import { awsServices } from './edge/aws/services.ts';
import { stateStore } from './edge/aws/state-store.ts';
import { webBrowser } from './edge/browser.ts';
import { callbackListener } from './edge/callback-listener.ts';
import { children } from './edge/children.ts';
import { systemClock } from './edge/clock.ts';
import { isContinuousIntegration } from './edge/continuous-integration.ts';
import { diskFiles } from './edge/disk-files.ts';
import { endpoints } from './edge/endpoints.ts';
import { fileWriter } from './edge/file-writer.ts';
import { gitProgram } from './edge/git.ts';
import { githubActions } from './edge/github-actions.ts';
import { inspection } from './edge/inspection/inspection.ts';
import { interruptSignal } from './edge/interrupt.ts';
import { fileJournal } from './edge/journal.ts';
import { keyServer } from './edge/key-server.ts';
import { openKeyring } from './edge/keyring/open-keyring.ts';
import { fileLeases } from './edge/leases.ts';
import { oneTimeLinks } from './edge/one-time-link.ts';
import { processEnvironment } from './edge/process-environment.ts';
import { sharing } from './edge/sharing/sharing.ts';
import { shellProbe } from './edge/shell-probe.ts';
import { standardInput } from './edge/standard-input.ts';
import { terminal } from './edge/terminal.ts';
import type { Ports } from './ports.ts';
import { makeLeaseFolder, makeRuntimeFolder, placesOf } from './store/paths.ts';

/** What a process is made of, as far as the ports need it. */
export interface ProcessParts {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
  readonly uid: number;
  /** The argv that starts this program again. */
  readonly program: readonly string[];
  /** Names this build of the program; memos of another one do not count. */
  readonly build: string;
}

/** Builds the ports of a process from one look at its environment. Nothing is opened before it is used. */
export function compose({ variables, folder, stdin, stderr, uid, program, build }: ProcessParts): Ports {
  const places = placesOf(variables, uid);
  const person = terminal({ stdin, stderr, variables });
  return {
    files: diskFiles(),
    environment: processEnvironment(variables),
    writer: fileWriter(),
    journal: fileJournal(),
    clock: systemClock(),
    leases: { hold: (...lease) => fileLeases(makeLeaseFolder(places)).hold(...lease) },
    aws: awsServices(),
    containers: containerServices(),
    states: stateStore(),
    github: githubActions(variables),
    browser: webBrowser(variables),
    callbacks: callbackListener(),
    links: oneTimeLinks(uid),
    assertions: assertionListener(),
    keyServer: keyServer(),
    terminal: person,
    checklist: person,
    input: standardInput(stdin),
    children: children(variables),
    endpoints: endpoints(),
    git: gitProgram(variables),
    interrupts: { listen: interruptSignal },
    inspection: inspection(variables, places),
    shellProbe: shellProbe(variables),
    sharing: sharing(variables),
    keyring: ({ type: configured, passwordEnv = 'ATMOS_KEYRING_PASSWORD' }) => {
      const type = keyringType(variables['ATMOS_KEYRING_TYPE']) ?? configured;
      const passphrase = variables[variables['ATMOS_KEYRING_PASSWORD_ENV'] || passwordEnv];
      const warn = (text: string) => person.say(text);
      return openKeyring({ type, places, passphrase, passwordEnv, environment: variables, warn });
    },
    here: {
      folder,
      program,
      build,
      unattended: isContinuousIntegration(variables),
      get answers() {
        return places.answers;
      },
      get generated() {
        return places.generated;
      },
      get keyFiles() {
        return join(makeRuntimeFolder(places) ?? dirname(places.sessions), 'files');
      },
      get browsers() {
        return join(dirname(places.sessions), 'browsers');
      },
      get clusters() {
        return join(dirname(places.sessions), 'clusters');
      },
      get shell() {
        return places.shell;
      },
      get audit() {
        return join(dirname(places.sessions), 'break-glass.jsonl');
      },
      platform: process.platform,
      get emulator() {
        return join(dirname(places.sessions), 'emulator');
      },
    },
  };
}

/** ATMOS_KEYRING_TYPE outranks the configuration, as in Atmos; an unknown value counts as none. */
function keyringType(text: string | undefined): 'system' | 'file' | 'memory' | undefined {
  return (['system', 'file', 'memory'] as const).find((type) => type === text);
}
