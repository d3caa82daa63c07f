import { request } from 'node:http';
import type { Instance } from '../state/instance.ts';
import { type OwnAnswer, ownPath } from './own-route.ts';

const patience = 3000;

/** A short request to an emulator on this machine; undefined when nothing answers as one within three seconds. */
export function ask(
  port: number,
  method: 'GET' | 'POST',
  path: string,
  headers: Record<string, string> = {},
): Promise<{ readonly status: number; readonly body: string } | undefined> {
  return new Promise((resolve) => {
    const call = request(
      // No agent: a connection kept alive would hold up the other side's end.
      { host: '127.0.0.1', port, method, path, headers, agent: false, signal: AbortSignal.timeout(patience) },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', () => resolve(undefined));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    call.on('error', () => resolve(undefined));
    call.end();
  });
}

/** The id of the emulator that answers at a port of 127.0.0.1; undefined when something else or nothing does. */
export async function instanceAt(port: number): Promise<string | undefined> {
  const answer = await ask(port, 'GET', ownPath);
  if (answer?.status !== 200) return undefined;
  try {
    const own = JSON.parse(answer.body) as Partial<OwnAnswer> | null;
    return own?.emulator === 'atmos-kit' ? own.instance : undefined;
  } catch {
    return undefined;
  }
}

/** True when the server of a record answers and is the same one. */
export async function answersAs(instance: Instance): Promise<boolean> {
  return (await instanceAt(instance.port)) === instance.id;
}
