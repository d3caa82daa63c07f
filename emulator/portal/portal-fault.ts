import { JsonFault } from '../http/json-fault.ts';

// The exceptions of the portal and their statuses. Forbidden is in no model, but it is what the service sends.
const statuses = { Forbidden: 403, InvalidRequest: 400, ResourceNotFound: 404, Unauthorized: 401 } as const;

/** A refusal of the portal: `{"message","__type"}` and the exception's name in the header. */
export function portalFault(name: keyof typeof statuses, message: string): JsonFault {
  const __type = `com.amazonaws.switchboard.portal#${name}Exception`;
  return new JsonFault({ status: statuses[name], name, body: { message, __type } });
}
