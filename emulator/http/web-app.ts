import { type HttpBindings, RequestError } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Context } from '../context.ts';
import { githubRoutes } from '../github/routes.ts';
import { oidcRoutes } from '../oidc/routes.ts';
import { pageRoutes } from '../pages/routes.ts';
import { portalRoutes } from '../portal/routes.ts';
import { readHead } from './raw-request.ts';
import { type Refusal, refusalReply } from './refusal.ts';

// Forms and small JSON; a bigger body is a mistake.
const bodySize = 1024 * 1024;

/** The unsigned side: sso-oidc, the portal, GitHub's token service and the pages. `report` gets the stack of a fault of the emulator itself. */
export function makeWebApp(
  context: Context,
  report: (line: string) => void,
): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>({
    // A base URL that ends with a slash makes some SDKs send two.
    getPath: (request) => new URL(request.url).pathname.replace(/^\/{2,}/, '/'),
  });
  const refuse = (bindings: HttpBindings, refusal: Refusal): Response => {
    const { status, headers, body } = refusalReply('web', readHead(bindings.incoming).headers, refusal);
    return new Response(body.toString(), { status, headers });
  };
  app.onError((error, call) => {
    if (error instanceof RequestError)
      return refuse(call.env, { status: 400, code: 'InvalidRequest', message: 'The request is malformed.' });
    // A client that went away in the middle is no fault of ours, and reads no answer.
    if (!call.env.incoming.destroyed) report(error.stack ?? String(error));
    return refuse(call.env, {
      status: 500,
      code: 'InternalServer',
      message: 'The local emulator failed; its log has the details.',
    });
  });
  app.notFound((call) =>
    refuse(call.env, {
      status: 404,
      code: 'UnknownOperation',
      message: `The local emulator has nothing at ${call.req.method} ${call.req.path}.`,
    }),
  );
  app.use(
    bodyLimit({
      maxSize: bodySize,
      onError: (call) =>
        refuse(call.env, { status: 413, code: 'RequestTooLarge', message: 'The body is over 1 MiB.' }),
    }),
  );
  app.route('/', oidcRoutes(context));
  app.route('/', portalRoutes(context));
  app.route('/', githubRoutes(context));
  app.route('/', pageRoutes(context));
  return app;
}
