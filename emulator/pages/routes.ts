import { type Handler, Hono, type Context as Request } from 'hono';
import type { Context } from '../context.ts';
import { getAuthorize, postAuthorize } from './authorize.ts';
import { getConsole } from './console.ts';
import { getDevice, postDevice } from './device.ts';
import { getFederation, postFederation } from './federation.ts';
import { pageHeaders } from './headers.ts';
import { getPortalLink } from './portal-link.ts';
import { getSaml } from './saml.ts';
import { getSignIn, getSignOut, postSignIn, postSignOut } from './sign-in.ts';
import { getStart } from './start.ts';

type PageHandler = (context: Context, c: Request) => Response | Promise<Response>;

/**
 * The pages that a browser sees, and the federation endpoint of the console.
 * Forms are ordinary posts: `user`, `password`, `user_code`, `request` and `decision` (`approve` or `deny`), each
 * with the hidden fields that its page holds.
 */
export function pageRoutes(context: Context): Hono {
  const routes = new Hono();
  // Named for each page, because the other services at this origin must not get these headers. Host and Origin are
  // checked before, for all services at once (emulator/http/admission.ts).
  const shown =
    (page: PageHandler): Handler =>
    (c) =>
      page(context, c);
  const get = (path: string, page: PageHandler) => routes.get(path, pageHeaders, shown(page));
  const post = (path: string, page: PageHandler) => routes.post(path, pageHeaders, shown(page));
  get('/', getStart);
  get('/start', getStart);
  get('/start/', getStart);
  get('/start/console', getPortalLink);
  get('/sign-in', getSignIn);
  post('/sign-in', postSignIn);
  get('/sign-out', getSignOut);
  post('/sign-out', postSignOut);
  get('/device', getDevice);
  post('/device', postDevice);
  get('/authorize', getAuthorize);
  post('/authorize', postAuthorize);
  get('/federation', getFederation);
  post('/federation', postFederation);
  get('/console', getConsole);
  get('/saml/:provider', getSaml);
  return routes;
}
