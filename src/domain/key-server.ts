/** Hands keys to programs of this machine over HTTP: AWS's container-credentials endpoint, on 127.0.0.1. */
export interface KeyServer {
  /**
   * Listens on `port`, or on a free one for 0. Only who sends `token` as Authorization is answered.
   * Problem `usage` where nothing can listen there.
   */
  listen(options: {
    readonly port: number;
    readonly token: string;
    readonly answer: () => Promise<KeyAnswer>;
  }): Promise<ListeningKeyServer>;
}

/** JSON text for whoever asks, and the HTTP status that goes with it. */
export interface KeyAnswer {
  readonly status: number;
  readonly body: string;
}

export interface ListeningKeyServer {
  /** The address to ask for keys. */
  readonly url: string;
  /** When somebody with the token asked last. */
  lastAsked(): Date | undefined;
  close(): Promise<void>;
}
