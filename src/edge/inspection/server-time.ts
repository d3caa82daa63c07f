/**
 * What an HTTP server says the time is (its Date header, RFC 9110 §6.6.1, to the second) and half of how long its
 * answer took, in milliseconds. Undefined where nobody answers in time; nothing is sent but a HEAD request.
 */
export async function serverTime(
  url: string,
  timeoutMs: number,
): Promise<{ readonly date?: Date; readonly awayMs: number } | undefined> {
  const { request } = await import(url.startsWith('https:') ? 'node:https' : 'node:http');
  const started = performance.now();
  return new Promise((resolve) => {
    const over = setTimeout(() => end(undefined), timeoutMs);
    const asked = request(url, { method: 'HEAD', agent: false }, (answer: { headers: { date?: string } }) => {
      const date = new Date(answer.headers.date ?? '');
      end({
        awayMs: (performance.now() - started) / 2,
        ...(Number.isNaN(date.getTime()) ? {} : { date }),
      });
    });
    function end(result: { readonly date?: Date; readonly awayMs: number } | undefined): void {
      clearTimeout(over);
      asked.destroy();
      resolve(result);
    }
    asked.once('error', () => end(undefined));
    asked.end();
  });
}
