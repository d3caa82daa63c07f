/** What decides which configuration is read, beside the environment. */
export interface ProjectRequest {
  readonly cwd: string;
  /** `--profile`, each possibly a comma list; given, it replaces ATMOS_PROFILE. */
  readonly profiles?: readonly string[];
  /** `--base-path` */
  readonly basePath?: string;
  /** `--config` files and `--config-path` folders; given, they replace the search. */
  readonly configPaths?: readonly string[];
}
