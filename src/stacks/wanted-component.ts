/** A component as a person names it. */
export interface WantedComponent {
  readonly component: string;
  /** The stack's name, or the path of its manifest below stacks.base_path. */
  readonly stack: string;
}
