import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Audit, Cluster, Reply } from '../contract.ts';
import { sendReply } from '../http/reply.ts';
import type { Seed } from '../seed/seed.ts';
import { type Folder, readIfThere, writePrivate } from '../state/folder.ts';
import { callerOfToken, type TokenCaller } from './bearer-token.ts';
import { type Certified, makeCertificate } from './certificate.ts';
import { answerKubernetes, status } from './kubernetes.ts';

/** Where a cluster's API server is, and the certificate to trust, in PEM. */
export interface ApiEndpoint {
  readonly endpoint: string;
  readonly certificate: string;
}

interface Parts {
  readonly origin: string;
  readonly seed: Seed;
  readonly folder: Folder;
  readonly audit: Audit;
}

/**
 * The API server of all clusters of a seed, over TLS because kubectl sends no token without. It listens from the moment at
 * which somebody asks for a cluster, at the same port after a restart where that is free, so that kubeconfigs stay right.
 */
export class ApiServer {
  readonly #parts: Parts;
  #opened:
    | Promise<{ readonly server: Server; readonly origin: string; readonly certificate: string }>
    | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async open({ account, region, name }: Cluster): Promise<ApiEndpoint> {
    this.#opened ??= this.#listen();
    const { origin, certificate } = await this.#opened;
    return { endpoint: `${origin}/clusters/${account}/${region}/${name}`, certificate };
  }

  async close(): Promise<void> {
    const opened = await this.#opened?.catch(() => undefined);
    if (opened === undefined) return;
    const closed = new Promise((resolve) => opened.server.once('close', resolve));
    opened.server.close();
    opened.server.closeAllConnections();
    await closed;
  }

  async #listen() {
    const kept = this.#kept();
    const { key, certificate } = kept ?? makeCertificate(new Date());
    const server = createServer({ key, cert: certificate }, (incoming, outgoing) => {
      incoming.on('error', () => {});
      outgoing.on('error', () => {});
      incoming.resume();
      this.#answer(incoming)
        .then((reply) => sendReply(outgoing, incoming.method ?? 'GET', reply))
        .catch(() => failed(outgoing));
    });
    if (kept === undefined || !(await bound(server, kept.port))) await bound(server, 0);
    const { port } = server.address() as AddressInfo;
    writePrivate(this.#parts.folder.apiServer, JSON.stringify({ key, certificate, port }));
    return { server, origin: `https://127.0.0.1:${port}`, certificate };
  }

  #kept(): (Certified & { readonly port: number }) | undefined {
    try {
      return JSON.parse(readIfThere(this.#parts.folder.apiServer) ?? '') as Certified & { port: number };
    } catch {
      return undefined;
    }
  }

  async #answer({ method = 'GET', url = '/', headers }: IncomingMessage): Promise<Reply> {
    const [, account, region, name, rest = '/'] =
      /^\/clusters\/(\d+)\/([^/?]+)\/([^/?]+)(\/[^?]*)?/.exec(url) ?? [];
    const cluster = (this.#parts.seed.clusters ?? []).find(
      (one) => one.name === name && one.region === region && one.account === account,
    );
    if (cluster === undefined) return status(404, 'NotFound', 'there is no such cluster');
    const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    const caller = await callerOfToken(token, cluster, this.#parts.origin);
    const refused = typeof caller === 'string' ? caller : refusal(cluster, caller);
    this.#parts.audit({
      service: 'kubernetes',
      action: `${method} ${rest}`,
      outcome: refused === undefined ? 'allowed' : 'denied',
      ...(typeof caller !== 'string' && { principal: caller.arn, account: caller.account }),
      resource: cluster.name,
      ...(refused !== undefined && { error: 'Unauthorized', detail: refused }),
    });
    if (typeof caller === 'string' || refused !== undefined)
      return status(401, 'Unauthorized', 'Unauthorized');
    return answerKubernetes(cluster, method, rest, {
      username: caller.arn,
      groups: ['system:authenticated'],
    });
  }
}

/** Why a caller whom STS knows is not let in. A permission set's role has its name in the middle of the role's. */
function refusal({ account, access }: Cluster, caller: TokenCaller): string | undefined {
  if (caller.account !== account) return `${caller.arn} is of another account`;
  const role = caller.arn.split('/')[1] ?? '';
  const name = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(role)?.[1] ?? role;
  return access.includes(name) ? undefined : `${name} has no access entry`;
}

function failed(outgoing: ServerResponse): void {
  if (outgoing.headersSent) outgoing.destroy();
  else sendReply(outgoing, 'GET', status(500, 'InternalError', 'the local emulator failed'));
}

/** False where the port is somebody else's. */
function bound(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException) => {
      if (port !== 0) resolve(false);
      else reject(error);
    };
    server.once('error', refused);
    server.listen({ port, host: '127.0.0.1' }, () => {
      server.off('error', refused);
      resolve(true);
    });
  });
}
