import type { SharedWith, SignInTarget } from './chain.ts';
import type { SignIn } from './session.ts';

/** A sign-in that another program has made. */
export interface ForeignSignIn {
  readonly of: SharedWith;
  readonly signIn: SignIn;
}

/** Sign-ins in the files of other programs. Only for AWS itself: a target with an endpoint URL is never asked about. */
export interface Sharing {
  /** The one that lasts longest; undefined where there is none, or none that can be read. */
  read(target: SignInTarget): ForeignSignIn | undefined;
  /** Puts a sign-in into the files of another program, readable by this person alone. Problem `file-unwritable`. */
  write(target: SignInTarget, of: SharedWith, signIn: SignIn): void;
  /** Removes the files that hold this access token, which has been ended at the portal. */
  forget(target: SignInTarget, accessToken: string): void;
}
