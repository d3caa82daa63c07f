/** A component as a person names it. */
export interface WantedComponent {
  /** Its name, or the path of its folder. */
  readonly component: string;
  /** The stack's name, or the path of its manifest below stacks.base_path. */
  readonly stack: string;
  /** Which types of components count, in the order in which they are looked through; Terraform's alone unless said. */
  readonly types?: readonly string[];
}
