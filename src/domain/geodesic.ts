/** Cloud Posse's Geodesic for one project (`kit.geodesic`): an image, and a wrapper program that starts a container of it. */
export interface Geodesic {
  /** What the wrapper program and its container are called. */
  readonly name: string;
  readonly image: string;
  readonly tag: string;
  /** Absolute paths: what the image is built from, and the folder that it is built in. */
  readonly dockerfile: string;
  readonly context: string;
}

/** What there is of it on this machine. */
export interface GeodesicState {
  /** True in a shell of Geodesic itself. */
  readonly inside: boolean;
  /** The absolute path of docker; missing where there is none. */
  readonly docker?: string;
  /** The version of the daemon; missing where it does not answer. */
  readonly daemon?: string;
  readonly image?: { readonly created: Date; readonly stale: boolean };
  readonly wrapper?: Wrapper;
  readonly container?: { readonly id: string; readonly hostNetwork: boolean };
  /** Folders of the home that a container sees only if they are there when it starts, and are not. */
  readonly missingFolders: readonly string[];
}

/** The program that Geodesic's image installs on the host. */
export interface Wrapper {
  readonly path: string;
  readonly onPath: boolean;
  /** Whether it takes arguments for `docker exec`: older ones know only those of `docker run`. */
  readonly takesExecArguments: boolean;
}
