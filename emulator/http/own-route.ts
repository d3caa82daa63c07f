import type { Context } from '../context.ts';
import type { RawRequest, Reply } from '../contract.ts';
import { forget } from '../state/forget.ts';
import type { Instance } from '../state/instance.ts';
import { sameText } from '../state/key.ts';

/** Where an emulator speaks about itself. No bucket can have this name, and no service this path. */
export const ownPath = '/_emulator';
export const controlHeader = 'x-emulator-control';

/** What it says there to anybody. */
export interface OwnAnswer {
  readonly emulator: 'atmos-kit';
  readonly instance: string;
}

/** The emulator's own two calls: who are you, and forget everything. Undefined for every other request. */
export function answerOwn(
  context: Context,
  instance: Instance,
  request: Omit<RawRequest, 'body'>,
): Reply | undefined {
  const { method, rawPath, headers } = request;
  if (rawPath === ownPath && method === 'GET') {
    const answer: OwnAnswer = { emulator: 'atmos-kit', instance: instance.id };
    return json(200, answer);
  }
  if (rawPath !== `${ownPath}/reset` || method !== 'POST') return undefined;
  if (!sameText(headers[controlHeader] ?? '', instance.control))
    return json(403, { __type: 'AccessDeniedException', message: 'Not the one who started this emulator.' });
  forget(context.folder);
  context.sessions.clear();
  return json(200, {});
}

function json(status: number, body: object): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
