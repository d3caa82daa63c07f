/** A server on 127.0.0.1 that answers as a test says, and the few values that every call of a service needs. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isProblem, type Problem } from '../../../../src/domain/problem.ts';
import type { ClientRegistration, RoleKeys, SignIn } from '../../../../src/domain/session.ts';

const soon = new Date(Date.now() + 3_600_000);

export const client: ClientRegistration = {
  clientId: 'client-id',
  clientSecret: 'SECRET-client',
  expiresAt: soon,
};
export const signIn: SignIn = {
  accessToken: 'SECRET-access-token',
  expiresAt: soon,
  client,
  signedInAt: new Date(),
};
export const keys: RoleKeys = {
  accessKeyId: 'ASIAAAAAAAAAAAAAAAAA',
  secretAccessKey: 'SECRET-key',
  sessionToken: 'SECRET-session-token',
  expiresAt: soon,
};

export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

export interface Loopback {
  readonly target: { readonly region: string; readonly endpointUrl: string };
  /** `METHOD url` of each request. */
  readonly requests: string[];
}

/** Runs `work` with a server that gives `answer`. */
export async function withServer(answer: Answer, work: (server: Loopback) => Promise<void>): Promise<void> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    request.resume();
    request.on('end', () => answer(request, response, requests.length));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await work({ target: { region: 'us-east-1', endpointUrl: `http://127.0.0.1:${port}/` }, requests });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** The Problem of a call that must fail with one. */
export async function problemOf(call: Promise<unknown>): Promise<Problem> {
  try {
    await call;
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
  throw new Error('It was answered.');
}

/** An answer in JSON, with the name of an error where there is one. */
export const json =
  (status: number, body: unknown, error?: string): Answer =>
  (_, response) =>
    response
      .writeHead(status, {
        'content-type': 'application/json',
        ...(error === undefined ? {} : { 'x-amzn-errortype': error }),
      })
      .end(JSON.stringify(body));

/** An answer as it stands. */
export const raw =
  (status: number, body: string, type = 'text/html'): Answer =>
  (_, response) =>
    response.writeHead(status, { 'content-type': type }).end(body);

/** An error of STS. */
export const stsError = (status: number, code: string, message: string): Answer =>
  raw(
    status,
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code>` +
      `<Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
    'text/xml',
  );
