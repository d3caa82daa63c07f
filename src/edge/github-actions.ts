import { jsonIn } from '../domain/json-text.ts';
import { Problem } from '../domain/problem.ts';
import type { GithubActions } from '../ports.ts';

const timeoutMs = 10_000;
/** A token is about two thousand characters; STS takes twenty thousand at most. */
const longest = 20_000;

/**
 * GitHub Actions around this process. Source: GitHub's documentation of OpenID Connect in Actions; the variables are
 * there only in a job with `permissions: id-token: write`. Neither the request's token nor the answer is ever told.
 */
export function githubActions(variables: Readonly<Record<string, string | undefined>>): GithubActions {
  return {
    async jobToken(audience) {
      // Atmos takes one that is there already.
      const given = variables['ACTIONS_ID_TOKEN'];
      if (given) return given;
      const { url, bearer } = requestOf(variables);
      url.searchParams.set('audience', audience);
      return tokenIn(await answerTo(url, bearer), url);
    },
  };
}

function requestOf(variables: Readonly<Record<string, string | undefined>>): {
  readonly url: URL;
  readonly bearer: string;
} {
  if (variables['GITHUB_ACTIONS'] !== 'true')
    throw unavailable(
      'This is no job of GitHub Actions (GITHUB_ACTIONS is not true), so there is no token of one.',
      'Use an identity of another provider here; this one is for workflows.',
    );
  const [address, bearer] = [
    variables['ACTIONS_ID_TOKEN_REQUEST_URL'],
    variables['ACTIONS_ID_TOKEN_REQUEST_TOKEN'],
  ];
  if (!address || !bearer)
    throw unavailable(
      'This job of GitHub Actions may not ask for a token.',
      'Add to the job in its workflow: permissions: { id-token: write, contents: read }',
    );
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const loopback = url !== undefined && /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname);
  // The bearer token would be readable on the way.
  if (url === undefined || (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)))
    throw unavailable(
      'ACTIONS_ID_TOKEN_REQUEST_URL is not an https address.',
      'Leave it as GitHub Actions sets it.',
    );
  return { url, bearer };
}

async function answerTo(url: URL, bearer: string): Promise<string> {
  try {
    const response = await fetch(url, {
      headers: { authorization: `bearer ${bearer}`, accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.ok) return await response.text();
    await response.body?.cancel();
    throw unavailable(
      `GitHub Actions gave no token: HTTP ${response.status} from ${url.origin}.`,
      'Run the job again; a token can only be asked for while it runs.',
    );
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    const because =
      (cause as { cause?: { code?: string }; name?: string }).cause?.code ?? (cause as Error).name;
    throw new Problem({
      code: 'endpoint-unreachable',
      message: `${url.origin}, where this job asks for its token, cannot be reached (${because}).`,
      hint: 'Run the job again.',
    });
  }
}

function tokenIn(text: string, url: URL): string {
  const token = (jsonIn(text) as { value?: unknown } | undefined)?.value;
  if (typeof token === 'string' && token.length <= longest && /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token))
    return token;
  throw unavailable(`The answer of ${url.origin} holds no token.`, 'Run the job again.');
}

function unavailable(message: string, hint: string): Problem {
  return new Problem({ code: 'credentials-unavailable', message, hint });
}
