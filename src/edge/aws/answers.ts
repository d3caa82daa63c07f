/** An answer that no AWS service gave: a web page, or a redirect to one. */
export class ForeignAnswer extends Error {
  override readonly name = 'ForeignAnswer';
}

/** What is noted of the answers of one client. */
export interface Answers {
  /** How many milliseconds the service's clock was ahead of this machine's, by the `Date` of its last answer. */
  aheadMs(): number | undefined;
}

interface Answered {
  readonly response?: unknown;
}

type Handler = (args: never) => Promise<Answered>;

interface Watchable {
  readonly middlewareStack: {
    add(
      middleware: (next: Handler) => Handler,
      options: { step: 'deserialize'; priority: 'low'; name: string },
    ): void;
  };
}

/**
 * A client the head of whose answers is looked at before the SDK reads them. A web page is a ForeignAnswer: STS's
 * reader would find it empty, and the others would complain of its first letter. No service of ours redirects, and the
 * SDK follows nobody.
 */
export function watched<C extends object>(client: C): { readonly client: C; readonly answers: Answers } {
  let ahead: number | undefined;
  (client as unknown as Watchable).middlewareStack.add(
    (next) => async (args) => {
      const answered = await next(args);
      const { statusCode, headers = {}, body } = (answered.response ?? {}) as Head;
      const date = Date.parse(String(headers['date']));
      if (!Number.isNaN(date)) ahead = date - Date.now();
      if (!isForeign({ statusCode, headers })) return answered;
      // A page that nobody reads would hold the connection, and with it this process, for a minute.
      body?.destroy?.();
      throw new ForeignAnswer(`HTTP ${statusCode}`);
    },
    { step: 'deserialize', priority: 'low', name: 'atmosKitAnswers' },
  );
  return { client, answers: { aheadMs: () => ahead } };
}

/** Whether an answer is none of AWS's by its head: a web page, or a redirect to one. No service of ours redirects. */
export function isForeign({ statusCode = 0, headers }: Pick<Head, 'statusCode' | 'headers'>): boolean {
  const redirects = statusCode >= 300 && statusCode < 400;
  // A page with a status of its own from AWS's load balancers is a failure like any other, and worth another try.
  if (statusCode >= 500) return false;
  return redirects || /^text\/html\b/i.test(String(headers?.['content-type']));
}

interface Head {
  readonly statusCode?: number | undefined;
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: { destroy?(): void };
}
