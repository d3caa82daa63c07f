/** Why a service that answers in JSON refuses a call, with the code that SDKs know it by. */
export class JsonRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'JsonRefusal';
    this.status = status;
    this.code = code;
  }
}
