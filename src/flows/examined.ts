import type { AuthSection } from '../domain/auth.ts';
import type { Project } from '../domain/project.ts';

/** What one examination may rest on: the project and its `auth:`, where they could be read. */
export interface Examined {
  readonly project?: Project;
  readonly auth?: AuthSection;
}
