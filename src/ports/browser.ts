/** What we ask of a person's web browser. */

/** A person's web browser. */
export interface Browser {
  /** Why there is none here (`no display`, `over SSH`, …), or undefined where there is one. */
  missing(): string | undefined;
  open(url: string): Promise<void>;
  /**
   * Opens it in a browser of its own whose cookies and history rest in `folder`. Problem `browser-failed` where no
   * browser is found that can do so.
   */
  openApart(url: string, folder: string): Promise<void>;
}

/** Loopback addresses in the place of secret ones, for command lines that others can read. */
export interface OneTimeLinks {
  leadTo(secret: string): Promise<OneTimeLink>;
}

export interface OneTimeLink {
  /** `http://127.0.0.1:…`; it leads on once. */
  readonly url: string;
  /** Resolves when it was followed. Problem `browser-failed` after `waitMs`, or the signal's own. */
  followed(waitMs: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** The loopback address that the authorization page sends its answer to: one answer, then it closes. */
export interface CallbackListener {
  listen(state: string): Promise<Callback>;
}

export interface Callback {
  readonly redirectUri: string;
  /** The code; Problem `login-denied` when the person refused. */
  answer(signal: AbortSignal): Promise<string>;
  close(): void;
}

/** A loopback address that a company's identity provider sends an assertion to: one, then it closes. */
export interface AssertionListener {
  /** Port 0 is a free one. `state` must come back with the assertion. Problem `port-in-use`. */
  listen(port: number, state: string): Promise<AwaitedAssertion>;
}

export interface AwaitedAssertion {
  readonly address: string;
  /** The page of an identity provider, with a request to answer here. */
  signInUrl(page: string): string;
  /** The SAML response in Base64. */
  answer(signal: AbortSignal): Promise<string>;
  close(): void;
}
