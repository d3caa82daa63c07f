/** The public library: reading projects, choosing identities and keeping sessions, for programs in Node. */
export { compose, type ProcessParts } from './compose.ts';
export { loadProject, type ProjectRequest } from './config/load-project.ts';
export type { AuthSection, Identity, Provider } from './domain/auth.ts';
export type { Chain } from './domain/chain.ts';
export type { Component } from './domain/component.ts';
export { isProblem, Problem, type ProblemCode } from './domain/problem.ts';
export type { Project } from './domain/project.ts';
export type { RoleKeys, SessionLabel } from './domain/session.ts';
export { identityInStack } from './flows/identity-in-stack.ts';
export { loadAuth } from './flows/load-auth.ts';
export { mint } from './flows/mint.ts';
export { signIn } from './flows/sign-in.ts';
export { signOut } from './flows/sign-out.ts';
export { chainOf } from './identity/chain.ts';
export { type IdentityChoice, pickIdentity } from './identity/pick-identity.ts';
export type { Ports } from './ports.ts';
export { findComponent } from './stacks/find-component.ts';
