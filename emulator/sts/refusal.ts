/** An error of STS as a client sees it: code, HTTP status and message (reference §3.3). */
export class StsRefusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'StsRefusal';
    this.status = status;
    this.code = code;
  }
}

/** The refusal of a caller who may not do this to `resource` (an ARN). It never says which of the conditions failed. */
export function notAuthorized(arn: string, resource: string, action = 'AssumeRole'): StsRefusal {
  return new StsRefusal(
    403,
    'AccessDenied',
    `User: ${arn} is not authorized to perform: sts:${action} on resource: ${resource}`,
  );
}

export function invalid(message: string): StsRefusal {
  return new StsRefusal(400, 'ValidationError', message);
}
