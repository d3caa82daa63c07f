/**
 * The first line that a program prints, on stdout or else on stderr; undefined where it prints none in time, or does
 * not start. It is killed when its time is over.
 */
export function firstLine(
  file: string,
  args: readonly string[],
  timeoutMs: number,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { env, timeout: timeoutMs, killSignal: 'SIGKILL', encoding: 'utf8' } as const;
    const { execFile } = process.getBuiltinModule('node:child_process');
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      const line = [stdout, stderr].map((text) => text.trim().split('\n', 1)[0]?.trim()).find(Boolean);
      resolve(error?.killed ? undefined : line);
    });
    // A question would wait for an answer that nobody gives.
    child.stdin?.end();
  });
}
