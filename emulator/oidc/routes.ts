import { Hono } from 'hono';
import type { Context } from '../context.ts';
import { answerFault, JsonFault } from '../http/json-fault.ts';
import { createToken } from './create-token.ts';
import { startDeviceAuthorization } from './device-authorization.ts';
import { oidcFault } from './oidc-fault.ts';
import { PollGuard } from './poll-guard.ts';
import { registerClient } from './register.ts';

/** The three public operations of sso-oidc. */
export function oidcRoutes(context: Context): Hono {
  const polls = new PollGuard();
  const app = new Hono();
  app.onError((error, call) => {
    if (!(error instanceof JsonFault)) throw error;
    return answerFault(call, error.fault, 'com.amazonaws.sso.oidc');
  });
  app.post('/client/register', async (call) => call.json(registerClient(context, await call.req.text())));
  app.post('/device_authorization', async (call) =>
    call.json(startDeviceAuthorization(context, await call.req.text())),
  );
  app.post('/token', async (call) => {
    if (call.req.query('aws_iam') !== undefined)
      throw oidcFault('UnsupportedGrantType', 'CreateTokenWithIAM is not part of the emulator.');
    return call.json(createToken(context, polls, await call.req.text()));
  });
  return app;
}
