import { join, resolve } from 'node:path';
import type { Project } from '../domain/project.ts';
import { type Value, valueAt } from '../domain/value.ts';
import { textSetting, wrong } from './read-setting.ts';

/** `kit.break_glass`: who an emergency is for, for how long, and where it is written down. */
export interface BreakGlassSettings {
  /** Identities of it are those that are meant. */
  readonly permissionSet: string;
  /** As it is written, such as `1h`. */
  readonly limit: string;
  /** Absolute; missing unless the project names one. */
  readonly auditFile?: string;
}

const path = (key: string) => ['kit', 'break_glass', key];

/** Throws Problem `config-invalid`. `home` is what `~` stands for; a relative path begins at the folder of atmos.yaml. */
export function breakGlassSettings(
  { config, configFolder, basePath }: Project,
  home: string | undefined,
): BreakGlassSettings {
  const file = textSetting(config, ...path('audit_file'));
  return {
    permissionSet: textSetting(config, ...path('permission_set')) ?? 'AdministratorAccess',
    limit: textSetting(config, ...path('limit')) ?? '1h',
    ...(file !== undefined && { auditFile: placed(file) }),
  };

  function placed(text: string): string {
    if (!text.startsWith('~/')) return resolve(configFolder ?? basePath, text);
    if (home === undefined)
      throw wrong(
        path('audit_file'),
        'a path without ~ where HOME is not set',
        valueAt(config, ...path('audit_file')) as Value,
      );
    return join(home, text.slice(2));
  }
}
