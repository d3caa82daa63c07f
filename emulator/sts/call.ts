import type { Context } from '../context.ts';
import type { Caller, RawRequest } from '../contract.ts';
import { type Verified, verifySignature } from '../signature/verify.ts';
import type { Parameters } from './parameters.ts';
import { StsRefusal } from './refusal.ts';
import { createKeyLookup } from './session-keys.ts';

/** One call of the Security Token Service. */
export interface StsCall {
  readonly context: Context;
  readonly request: RawRequest;
  readonly parameters: Parameters;
  /** What the audit log will say of it, whatever comes of it. An action fills in what it learns. */
  readonly note: Note;
}

interface Note {
  caller?: Caller;
  /** Who is behind an unsigned call. */
  subject?: string;
  resource?: string | undefined;
  sourceIdentity?: string;
  tags?: Readonly<Record<string, string>>;
}

/** Verifies the signature of a call and notes who made it. Throws StsRefusal as STS words it. */
export function verified({ context, request, note }: StsCall): Verified {
  const found = verifySignature(request, 'sts', createKeyLookup(context), context.now());
  if ('reason' in found) throw new StsRefusal(found.status, found.code, found.message);
  note.caller = found.caller;
  return found;
}
