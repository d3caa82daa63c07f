import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import type { Context } from '../context.ts';
import type { RawRequest, Reply } from '../contract.ts';
import { answerEcr } from '../ecr/ecr.ts';
import { answerEks } from '../eks/eks.ts';
import { answerS3 } from '../s3/s3.ts';
import type { Instance } from '../state/instance.ts';
import { readParameters } from '../sts/parameters.ts';
import { answerSts } from '../sts/sts.ts';
import { operationOf } from '../traffic/operation-of.ts';
import type { TrafficControl } from '../traffic/traffic-control.ts';
import { admissionFault } from './admission.ts';
import { answerOwn } from './own-route.ts';
import { BodyTooLarge, readHead, readRawRequest } from './raw-request.ts';
import { type Refusal, refusalReply } from './refusal.ts';
import { sendReply } from './reply.ts';
import { type Service, serviceOf } from './service-of.ts';
import { makeWebApp } from './web-app.ts';

/** Answers one request and settles when nothing is left to do for it; it never rejects. */
export type Answer = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>;

/**
 * One origin for all services. The signed ones get the request as it stood on the wire, because a web framework's
 * view of it is normalized. `report` gets the stack of a fault of the emulator itself.
 */
export function makeAnswer(
  context: Context,
  instance: Instance,
  traffic: TrafficControl,
  report: (line: string) => void,
): Answer {
  const buckets = context.seed.buckets.map(({ name }) => name);
  const app = makeWebApp(context, report);
  const web = getRequestListener((request, env) => app.fetch(request, env as HttpBindings), {
    overrideGlobalObjects: false,
  });

  async function signed(service: Service, incoming: IncomingMessage): Promise<Reply | 'hang-up'> {
    let request: RawRequest;
    try {
      request = await readRawRequest(incoming);
    } catch (error) {
      if (!(error instanceof BodyTooLarge)) throw new ClientGone();
      return refusalReply(service, readHead(incoming).headers, tooLarge);
    }
    const action = service === 'sts' ? readParameters(request).get('Action') : undefined;
    const instead = await traffic.hold(operationOf(service, request, action));
    if (instead !== undefined) return instead;
    if (service === 'sts') return answerSts(context, request);
    if (service === 's3') return answerS3(context, request);
    if (service === 'eks') return answerEks(context, request);
    if (service === 'ecr' || service === 'ecr-public') return answerEcr(context, request, service);
    return refusalReply(service, request.headers, unknownService(service));
  }

  return async (incoming, outgoing) => {
    // SDKs correct their clocks by this, so it is the time that signatures are checked against.
    outgoing.setHeader('date', new Date(context.now().getTime() + traffic.dateAheadMs).toUTCString());
    const head = readHead(incoming);
    const service = serviceOf(head, buckets);
    try {
      const fault = admissionFault(head, instance.port);
      if (fault !== undefined) {
        incoming.resume();
        return sendReply(outgoing, head.method, refusalReply(service, head.headers, fault));
      }
      const own = answerOwn(context, instance, head);
      if (own !== undefined) {
        incoming.resume();
        return sendReply(outgoing, head.method, own);
      }
      if (service !== 'web') return finish(outgoing, head.method, await signed(service, incoming));
      outgoing.setHeader('cache-control', 'no-store');
      const instead = await traffic.hold(operationOf(service, head));
      if (instead !== undefined) {
        incoming.resume();
        return finish(outgoing, head.method, instead);
      }
      await web(incoming, outgoing);
    } catch (error) {
      if (error instanceof ClientGone || outgoing.destroyed) return;
      report(error instanceof Error ? (error.stack ?? error.message) : String(error));
      if (outgoing.headersSent) outgoing.destroy();
      else sendReply(outgoing, head.method, refusalReply(service, head.headers, internal(service)));
    }
  };
}

function finish(outgoing: ServerResponse, method: string, reply: Reply | 'hang-up'): void {
  if (reply === 'hang-up') outgoing.destroy();
  else sendReply(outgoing, method, reply);
}

class ClientGone extends Error {}

const tooLarge: Refusal = { status: 413, code: 'EntityTooLarge', message: 'The body is over 64 MiB.' };

function internal(service: Service): Refusal {
  const code = service === 's3' ? 'InternalError' : service === 'sts' ? 'InternalFailure' : 'InternalServer';
  return { status: 500, code, message: 'The local emulator failed; its log has the details.' };
}

function unknownService(service: Service): Refusal {
  const name = typeof service === 'string' ? service : service.unknown;
  return { status: 404, code: 'UnknownOperation', message: `The local emulator has no service ${name}.` };
}
