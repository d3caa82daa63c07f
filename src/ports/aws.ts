/** The services of AWS that we ask: ports of at most five methods each. */
import type { ClientRegistration, LongLivedKeys, RoleKeys, SignIn } from '../domain/session.ts';
import type { StateObject } from '../domain/state-object.ts';

/** IAM Identity Center's OIDC service of one portal. Problems for every AWS error. */
export interface SignInService {
  register(request: {
    readonly startUrl: string;
    readonly scopes: readonly string[];
    readonly redirectUris?: readonly string[];
  }): Promise<ClientRegistration>;
  startDevice(client: ClientRegistration, startUrl: string): Promise<DeviceAuthorization>;
  /** One attempt: tokens, or the reason why there are none yet. */
  token(client: ClientRegistration, grant: Grant): Promise<Tokens | Waiting>;
  /** The page a browser opens for the authorization-code flow. */
  authorizeUrl(request: AuthorizeRequest): string;
}

export interface DeviceAuthorization {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete: string;
  readonly expiresAt: Date;
  readonly intervalMs: number;
}

export type Grant =
  | { readonly type: 'device'; readonly deviceCode: string }
  | { readonly type: 'code'; readonly code: string; readonly redirectUri: string; readonly verifier: string }
  | { readonly type: 'refresh'; readonly refreshToken: string };

export interface Tokens {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly refreshToken?: string;
}

export interface Waiting {
  readonly waiting: 'pending' | 'slow-down';
}

export interface AuthorizeRequest {
  readonly client: ClientRegistration;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string;
  readonly challenge: string;
}

/** The access portal of one Identity Center. */
export interface Portal {
  /** All pages. */
  accounts(signIn: SignIn): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** The permission sets that a person has in an account, by name, all pages; none where she has nothing there. */
  roles(signIn: SignIn, accountId: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** Problem `role-not-assigned` for 403, `login-required` for 401. */
  roleKeys(signIn: SignIn, accountId: string, permissionSet: string): Promise<RoleKeys>;
  logout(signIn: SignIn): Promise<void>;
}

/** What a role is asked for with. */
export interface RoleRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalId?: string;
  readonly durationSeconds?: number;
  readonly sessionTags?: Readonly<Record<string, string>>;
  readonly transitiveTagKeys?: readonly string[];
  readonly sourceIdentity?: string;
}

/** A proof of who somebody is that takes the place of keys. */
export type Proof =
  | { readonly type: 'job-token'; readonly token: string }
  /** `assertion` in base64, as an identity provider posts it; `principalArn` is that of the provider in IAM. */
  | { readonly type: 'assertion'; readonly assertion: string; readonly principalArn: string };

export interface AssumedRole {
  readonly keys: RoleKeys;
  /** `arn:…:assumed-role/<role>/<session>` */
  readonly principalArn: string;
}

/** The Security Token Service, called with the keys of the step before, or with a proof. */
export interface TokenService {
  callerIdentity(keys: RoleKeys): Promise<{ readonly accountId: string; readonly arn: string }>;
  assumeRole(keys: RoleKeys, request: RoleRequest): Promise<AssumedRole>;
  /** An assertion brings its own session name. */
  assumeRoleWithProof(
    proof: Proof,
    request: Pick<RoleRequest, 'roleArn' | 'sessionName' | 'durationSeconds'>,
  ): Promise<AssumedRole>;
  assumeRoot(
    keys: RoleKeys,
    request: {
      readonly accountId: string;
      readonly taskPolicyArn: string;
      readonly durationSeconds?: number;
    },
  ): Promise<RoleKeys>;
  /** Problem `access-denied` where the code is not the device's. */
  userSession(
    keys: LongLivedKeys,
    request: { readonly durationSeconds: number; readonly mfaArn?: string; readonly mfaCode?: string },
  ): Promise<RoleKeys>;
}

/** Where states rest that are not files of this machine. */
export interface StateStore {
  /** The text of an object, or undefined where there is none. Problems for every AWS error. */
  read(object: StateObject): Promise<string | undefined>;
}

/** The AWS services behind one sign-in target. */
export interface AwsServices {
  signIn(target: { readonly region: string; readonly endpointUrl?: string }): SignInService;
  portal(target: { readonly region: string; readonly endpointUrl?: string }): Portal;
  tokens(target: { readonly region: string; readonly endpointUrl?: string }): TokenService;
  /** The console's sign-in at the address of a federation endpoint. */
  federation(address: string): Federation;
  /**
   * The keys that an AWS SDK would find by itself: variables, profiles, containers, machines. Their end is far away
   * where they say none. Problem `credentials-unavailable`.
   */
  ambientKeys(): Promise<RoleKeys>;
}

/** Where session keys are exchanged for a sign-in to the AWS console. */
export interface Federation {
  /**
   * A token that opens the console for a quarter of an hour. The session lasts as long as the keys unless
   * `seconds` says otherwise, which AWS takes for some keys only. Problem `console-refused`.
   */
  signinToken(keys: RoleKeys, seconds?: number): Promise<string>;
}

/** A Kubernetes cluster of EKS, as far as a kubeconfig needs it. */
export interface EksCluster {
  readonly arn: string;
  /** The address of its API server. */
  readonly endpoint: string;
  /** The certificates that it is trusted by: PEM in base64. */
  readonly certificateAuthority: string;
}

/** Kubernetes clusters of one account and region. Problems for every AWS error. */
export interface ClusterService {
  /** Problem `cluster-not-found`, also for one that is not ready yet. */
  describe(keys: RoleKeys, name: string): Promise<EksCluster>;
  /** The names of all, sorted, all pages. */
  names(keys: RoleKeys): Promise<readonly string[]>;
  /** A token for a cluster, signed here: nothing is asked. It is good for a quarter of an hour. */
  token(keys: RoleKeys, name: string): Promise<string>;
}

/** What a registry of container images takes from Docker. Secret. */
export interface RegistryPassword {
  readonly username: string;
  readonly password: string;
  readonly expiresAt: Date;
  /** The host that it is for, where the service says one. */
  readonly registry?: string;
}

/** Registries of container images (ECR). Problems for every AWS error. */
export interface RegistryService {
  /** For the private registries of this region that the account may use. */
  password(keys: RoleKeys): Promise<RegistryPassword>;
  /** For public ones, which have one region for the whole world. */
  publicPassword(keys: RoleKeys): Promise<RegistryPassword>;
}

/** AWS's services for containers, at a region or an endpoint of its own. */
export interface ContainerServices {
  clusters(target: { readonly region: string; readonly endpointUrl?: string }): ClusterService;
  registries(target: { readonly region: string; readonly endpointUrl?: string }): RegistryService;
}
