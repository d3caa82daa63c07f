import { closest, distance } from 'fastest-levenshtein';
import { Problem } from '../domain/problem.ts';
import { consolePage, consoleServices } from './console-services.ts';

interface Partition {
  /** Regions begin with one of these; the commercial partition has every other one. */
  readonly prefix: string;
  readonly console: string;
  readonly signIn: (region: string) => string;
}

// AWS's web hosts, which are not those of its APIs: in China the former end in .cn and the latter in .com.cn.
const partitions: readonly Partition[] = [
  { prefix: 'cn-', console: 'console.amazonaws.cn', signIn: () => 'signin.amazonaws.cn' },
  {
    prefix: 'us-gov-',
    console: 'console.amazonaws-us-gov.com',
    signIn: () => 'signin.amazonaws-us-gov.com',
  },
  {
    prefix: 'eusc-',
    console: 'console.amazonaws-eusc.eu',
    signIn: (region) => `${region}.signin.amazonaws-eusc.eu`,
  },
];
const commercial: Partition = {
  prefix: '',
  console: 'console.aws.amazon.com',
  signIn: () => 'signin.aws.amazon.com',
};

function partitionOf(region: string): Partition {
  return partitions.find(({ prefix }) => region.startsWith(prefix)) ?? commercial;
}

/**
 * Where session keys are exchanged for a sign-in to the console: below an endpoint of one's own where there is one,
 * else at the federation endpoint of the region's partition. Throws Problem `console-unavailable` for the isolated
 * partitions, whose address is not public. Source: the IAM User Guide, "Enable custom identity broker access".
 */
export function federationUrl(region: string, endpointUrl?: string): string {
  if (endpointUrl !== undefined) return `${endpointUrl.replace(/\/+$/, '')}/federation`;
  if (region.startsWith('us-iso'))
    throw new Problem({
      code: 'console-unavailable',
      message: `The console's sign-in of the region ${region} is not known here.`,
      hint: 'atmos-kit auth console --portal leads there through the access portal.',
    });
  return `https://${partitionOf(region).signIn(region)}/federation`;
}

/** The address that opens the console. It is a secret: whoever has it is signed in. */
export function loginUrl(
  federation: string,
  { issuer, destination, signinToken }: { issuer: string; destination: string; signinToken: string },
): string {
  const query = { Action: 'login', Issuer: issuer, Destination: destination, SigninToken: signinToken };
  return `${federation}?${new URLSearchParams(query)}`;
}

/**
 * The console's page that a person asks for: a service by its short name, or an https address of the console of the
 * region's partition; without either, the console's home. Throws Problem `usage` with the nearest name.
 */
export function consoleDestination(wanted: string | undefined, region: string): string {
  const host = partitionOf(region).console;
  const text = wanted?.trim() || 'home';
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return consoleUrl(text, host);
  const page = consolePage(text);
  if (page === undefined) throw unknownService(text);
  const fragment = page.fragment === '' ? '' : `#${page.fragment}`;
  return page.regional
    ? `https://${region}.${host}/${page.path}?region=${region}${fragment}`
    : `https://${host}/${page.path}${fragment}`;
}

function consoleUrl(text: string, host: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const fits =
    url?.protocol === 'https:' &&
    (url.hostname === host || url.hostname.endsWith(`.${host}`)) &&
    url.port === '' &&
    url.username === '' &&
    url.password === '';
  if (url !== undefined && fits) return url.href;
  throw new Problem({
    code: 'usage',
    message: `The console leads only to its own pages, not to ${shown(text)}.`,
    hint: `Name a service such as s3, or an address that begins with https://${host}/.`,
  });
}

function unknownService(text: string): Problem {
  const near = closest(text.toLowerCase(), [...consoleServices]);
  const close = distance(text.toLowerCase(), near) <= Math.max(1, Math.floor(near.length / 3));
  return new Problem({
    code: 'usage',
    message: `The console has no service "${shown(text)}" here.${close ? ` Did you mean "${near}"?` : ''}`,
    hint: 'atmos-kit auth console --help names all of them; any https address of the console will do as well.',
  });
}

const shown = (text: string) => text.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ').slice(0, 120);

/**
 * A link of the access portal that opens a role in the console. It holds no secret: whoever follows it signs in at
 * the portal. `base` is the start URL, or what stands in its place. Source: the Identity Center User Guide, "Creating
 * shortcut links to AWS Management Console destinations".
 */
export function portalLink(
  base: string,
  role: { readonly accountId: string; readonly permissionSet: string },
  destination?: string,
): string {
  const query = new URLSearchParams({ account_id: role.accountId, role_name: role.permissionSet });
  if (destination !== undefined) query.set('destination', destination);
  return `${base.replace(/#.*$/, '').replace(/\/+$/, '')}/#/console?${query}`;
}
