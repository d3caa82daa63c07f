/**
 * The words that follow `terraform`: Terraform's own, and those that Atmos adds. A custom command cannot take their
 * place. Source: `terraform -help` and the documentation of Atmos.
 */
export const terraformSubcommands: ReadonlySet<string> = new Set([
  ...['apply', 'console', 'destroy', 'env', 'fmt', 'force-unlock', 'get', 'graph', 'import', 'init', 'login'],
  ...['logout', 'metadata', 'modules', 'output', 'plan', 'providers', 'query', 'refresh', 'show', 'stacks'],
  ...['state', 'taint', 'test', 'untaint', 'validate', 'version', 'workspace'],
  ...['clean', 'deploy', 'generate', 'plan-diff', 'shell', 'source', 'varfile', 'workdir', 'write'],
]);
