/**
 * What an emulator does to requests on purpose, so that clients can be seen with a slow network, at the portal's quota
 * and with a service that fails. Everything is off unless it is given. The emulator's own calls (status, stop) and
 * signatures are never touched.
 */
export interface Traffic {
  /** Each request waits so many milliseconds before it is answered. */
  readonly latencyMs?: number;
  /** The portal answers 429 to more requests than this in a second. AWS documents 20 for Identity Center. */
  readonly portalRequestsPerSecond?: number;
  /** The `Date` header is ahead of the clock by so many milliseconds (less than 0: behind), so SDKs correct wrongly. */
  readonly dateAheadMs?: number;
  readonly faults?: readonly TrafficFault[];
}

/** One fault. The first one that names an operation and is not used up is what happens to a request. */
export interface TrafficFault {
  /**
   * The API operation, such as `CreateToken`, `GetRoleCredentials` or `AssumeRole`; or a whole service: `sso-oidc`,
   * `sso`, `sts`, `s3`, `github`; or `*`.
   */
  readonly operation: string;
  /** It takes so many milliseconds longer. */
  readonly delayMs?: number;
  /**
   * What comes back instead of an answer: an error in the service's own shape, the sign-in page of some hotel with
   * status 200 and in HTML, or nothing, because the connection breaks.
   */
  readonly answer?: FaultAnswer;
  /** It happens to the next so many requests only. */
  readonly times?: number;
}

type FaultAnswer =
  | 'captive-portal'
  | 'hang-up'
  | {
      /** The HTTP status, such as 401, 403, 429 or 500. */
      readonly status: number;
      /** The error's code as the service spells it, such as `UnauthorizedException` or `AccessDenied`. */
      readonly code: string;
      readonly message: string;
    };
