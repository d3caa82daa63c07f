import { join } from 'node:path';
import type { SharedWith, SignInTarget } from '../../domain/chain.ts';
import type { Sharing } from '../../domain/sharing.ts';
import { fileWriter } from '../file-writer.ts';
import { atmosSessionFile, atmosSessionText } from './atmos-session.ts';
import { awsCacheFile, awsCacheFilesOf, awsCacheText } from './aws-cache.ts';
import { readToken, type StoredToken } from './token-file.ts';

/** Atmos's session files and the AWS CLI's cache, where `variables` say that they are. */
export function sharing(variables: Readonly<Record<string, string | undefined>>): Sharing {
  const home = variables['HOME'] || undefined;
  const cache = home && join(home, '.aws', 'sso', 'cache');
  const base =
    variables['ATMOS_XDG_CACHE_HOME'] || variables['XDG_CACHE_HOME'] || (home && join(home, '.cache'));
  const sessions = base && join(base, 'atmos', 'aws-sso', 'sessions');

  const tokensOf = (target: SignInTarget): StoredToken[] => {
    if (target.endpointUrl !== undefined) return [];
    const atmos = sessions === undefined ? [] : [atmosSessionFile(sessions, target)];
    const aws = cache === undefined ? [] : awsCacheFilesOf(cache);
    return [
      ...atmos.flatMap((path) => readToken(path, 'atmos', target) ?? []),
      ...aws.flatMap((path) => readToken(path, 'aws', target) ?? []),
    ];
  };

  return {
    read: (target) => longest(tokensOf(target)),
    write(target, of, signIn) {
      if (target.endpointUrl !== undefined) return;
      const files = fileWriter();
      if (of === 'atmos' && sessions !== undefined)
        files.write(atmosSessionFile(sessions, target), atmosSessionText(target, signIn), 0o600);
      if (of !== 'aws' || cache === undefined) return;
      // A named sso-session has a file of its own name; whoever uses it goes on with the new tokens as well.
      const known = tokensOf(target).filter((one) => one.of === 'aws');
      const paths = new Set([awsCacheFile(cache, target), ...known.map(({ path }) => path)]);
      for (const path of paths) files.write(path, awsCacheText(target, signIn), 0o600);
    },
    forget(target, accessToken) {
      for (const { path, signIn } of tokensOf(target))
        if (signIn.accessToken === accessToken) fileWriter().remove(path);
    },
  };
}

function longest(
  tokens: readonly StoredToken[],
): { of: SharedWith; signIn: StoredToken['signIn'] } | undefined {
  const [first, ...others] = tokens;
  if (first === undefined) return undefined;
  return others.reduce((best, one) => (one.signIn.expiresAt > best.signIn.expiresAt ? one : best), first);
}
