import type { XmlElement } from '../xml.ts';

/** An error of S3 as a client sees it: HTTP status, code and message (reference §8.2). */
export class S3Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** What stands in the error's document besides code and message. */
  readonly extra: readonly XmlElement[];

  constructor(status: number, code: string, message: string, extra: readonly XmlElement[] = []) {
    super(message);
    this.name = 'S3Refusal';
    this.status = status;
    this.code = code;
    this.extra = extra;
  }
}

export function noSuchKey(key: string): S3Refusal {
  return new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.', [['Key', key]]);
}

export function preconditionFailed(condition: string): S3Refusal {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new S3Refusal(412, 'PreconditionFailed', message, [['Condition', condition]]);
}

export function notImplemented(what: string): S3Refusal {
  return new S3Refusal(501, 'NotImplemented', `The local emulator does not implement ${what}.`);
}

export function invalidArgument(message: string): S3Refusal {
  return new S3Refusal(400, 'InvalidArgument', message);
}
