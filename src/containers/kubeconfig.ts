import { Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import { Problem } from '../domain/problem.ts';

/** A cluster in a kubeconfig: where it is, and the program that gives tokens for it. */
export interface KubeconfigEntry {
  /** The name of the context. */
  readonly context: string;
  /** The name of the cluster: its ARN. */
  readonly cluster: string;
  /** The name of the user: who somebody is in this cluster. */
  readonly user: string;
  readonly server: string;
  /** PEM in base64. */
  readonly certificateAuthority: string;
  /** The program that prints tokens, and its arguments. */
  readonly command: readonly string[];
}

/** What happens to entries of the same names: what they have besides is kept, they are replaced whole, or it is a Problem. */
export type OnConflict = 'merge' | 'replace' | 'error';

/** Stands above a file of which nothing was there before. */
const madeByUs = ' Made by atmos-kit.';

/**
 * The text of a kubeconfig with the entries of a cluster in it, and its context as the current one. Everything else in it
 * stays, comments included. Throws Problem `yaml-invalid` and `config-invalid` for a `file` that is no kubeconfig, and
 * `kubeconfig-conflict`.
 */
export function withCluster(
  text: string | undefined,
  entry: KubeconfigEntry,
  onConflict: OnConflict,
  file: string,
): string {
  const document = text === undefined || text.trim() === '' ? emptyKubeconfig() : read(text, file);
  const before = onConflict === 'error' ? document.toString(style(text)) : undefined;
  const named: string[] = [];
  const put = (list: string, name: string, key: string, content: object, others: readonly string[] = []) => {
    const items = listIn(document, list, file);
    const found = items.items.filter(isMap).find((item) => item.get('name') === name);
    if (found === undefined) return items.add(document.createNode({ [key]: content, name }));
    named.push(name);
    const old = found.get(key, true) as unknown;
    if (onConflict === 'replace' || !isMap(old)) return found.set(key, document.createNode(content));
    for (const other of others) old.delete(other);
    for (const [setting, value] of Object.entries(content))
      if (JSON.stringify(old.get(setting, true)) !== JSON.stringify(value))
        old.set(setting, document.createNode(value));
  };
  const { cluster, user, context, server, certificateAuthority } = entry;
  put('clusters', cluster, 'cluster', { 'certificate-authority-data': certificateAuthority, server }, [
    'certificate-authority',
    'insecure-skip-tls-verify',
  ]);
  put('contexts', context, 'context', { cluster, user });
  put('users', user, 'user', { exec: execOf(entry) }, otherCredentials);
  document.set('current-context', context);
  const after = document.toString(style(text));
  if (before !== undefined && named.length > 0 && after !== before)
    throw new Problem({
      code: 'kubeconfig-conflict',
      message: `${file} has other entries of the same name: ${[...new Set(named)].join(', ')}.`,
      hint: 'Choose another name with --alias, or say --on-conflict merge or replace.',
      at: { file },
    });
  return withLineBreaks(after, text);
}

/** Which entries of ours are meant. */
export interface OurEntries {
  readonly cluster: string;
  readonly region: string | undefined;
}

/**
 * The text without the entries that ask us for tokens of a cluster; undefined where nothing is left of a file that we
 * made. Throws Problem `yaml-invalid` and `config-invalid`.
 */
export function withoutCluster(text: string | undefined, ours: OurEntries, file: string): string | undefined {
  if (text === undefined || text.trim() === '') return text;
  const document = read(text, file);
  const [users, contexts, clusters] = ['users', 'contexts', 'clusters'].map((list) =>
    document.has(list) ? listIn(document, list, file) : undefined,
  );
  const gone = removed(users, (item) => asksUs(item, ours));
  if (gone.length === 0) return text;
  const left = removed(contexts, (item) => gone.includes(String(item.getIn(['context', 'user']))));
  const inUse = (contexts?.items ?? []).filter(isMap).map((item) => item.getIn(['context', 'cluster']));
  removed(clusters, (item) => !inUse.includes(item.get('name')) && named(item, ours));
  if (left.includes(String(document.get('current-context')))) document.set('current-context', '');
  const nothing = [users, contexts, clusters].every((list) => list === undefined || list.items.length === 0);
  if (nothing && document.commentBefore === madeByUs) return undefined;
  return withLineBreaks(document.toString(style(text)), text);
}

// kubectl takes one way in; what else stands beside the program would be taken first, or refused.
const otherCredentials = [
  ...['token', 'tokenFile', 'username', 'password', 'auth-provider'],
  ...['client-certificate', 'client-certificate-data', 'client-key', 'client-key-data'],
];

function execOf({ command: [command = '', ...args] }: KubeconfigEntry): object {
  const apiVersion = 'client.authentication.k8s.io/v1beta1';
  return { apiVersion, command, args, interactiveMode: 'Never' };
}

function emptyKubeconfig(): Document {
  const document = new Document({
    apiVersion: 'v1',
    clusters: [],
    contexts: [],
    'current-context': '',
    kind: 'Config',
    preferences: {},
    users: [],
  });
  document.commentBefore = madeByUs;
  return document;
}

function read(text: string, file: string): Document {
  const document = parseDocument(text);
  const [fault] = document.errors;
  if (fault !== undefined)
    throw new Problem({
      code: 'yaml-invalid',
      message: `${file} is not valid YAML, so it is left as it is: ${fault.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '')}`,
      hint: 'Correct it, or name another file with --kubeconfig.',
      at: { file, ...(fault.linePos && { line: fault.linePos[0].line, column: fault.linePos[0].col }) },
    });
  if (!isMap(document.contents)) throw noKubeconfig(file, 'it holds no settings');
  return document as Document;
}

function listIn(document: Document, key: string, file: string): YAMLSeq {
  const found = document.get(key, true) as unknown;
  if (isSeq(found)) {
    // What is empty stands as [] there, and would grow to the right.
    if (found.items.length === 0) found.flow = false;
    return found;
  }
  if (found !== undefined && !(isScalar(found) && found.value === null))
    throw noKubeconfig(file, `${key} is no list`);
  const list = document.createNode([]) as YAMLSeq;
  list.flow = false;
  document.set(key, list);
  return list;
}

function noKubeconfig(file: string, why: string): Problem {
  return new Problem({
    code: 'config-invalid',
    message: `${file} is no kubeconfig, so it is left as it is: ${why}.`,
    hint: 'Name another file with --kubeconfig.',
    at: { file },
  });
}

/** Takes items out of a list and returns their names. */
function removed(list: YAMLSeq | undefined, which: (item: YAMLMap) => boolean): string[] {
  if (list === undefined) return [];
  const gone = list.items.filter((item): item is YAMLMap => isMap(item) && which(item));
  list.items = list.items.filter((item) => !gone.includes(item as YAMLMap));
  return gone.map((item) => String(item.get('name')));
}

function asksUs(item: YAMLMap, { cluster, region }: OurEntries): boolean {
  const args = item.getIn(['user', 'exec', 'args']) as unknown;
  const words = isSeq(args) ? args.items.map((one) => (isScalar(one) ? String(one.value) : '')) : [];
  const after = (flag: string) => (words.includes(flag) ? words[words.indexOf(flag) + 1] : undefined);
  const eks = words.indexOf('eks');
  return (
    eks > 0 &&
    words[eks - 1] === 'aws' &&
    words[eks + 1] === 'token' &&
    after('--cluster-name') === cluster &&
    (region === undefined || after('--region') === region)
  );
}

function named(item: YAMLMap, { cluster, region = '[^:]+' }: OurEntries): boolean {
  const [, , service, where, , name] = String(item.get('name')).split(':');
  return service === 'eks' && name === `cluster/${cluster}` && new RegExp(`^${region}$`).test(where ?? '');
}

/** As it is written already: kubectl does not indent the items of a list, and people may. */
function style(text: string | undefined) {
  const indented = /^(?:clusters|contexts|users):[^\n]*\n(?:\s*#[^\n]*\n|\s*\n)*( *)- /m.exec(text ?? '');
  return { lineWidth: 0, indentSeq: indented !== null && indented[1] !== '' };
}

const withLineBreaks = (text: string, like: string | undefined): string =>
  like?.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
