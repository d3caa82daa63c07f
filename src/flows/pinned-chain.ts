import { jsonIn } from '../domain/json-text.ts';
import { Problem } from '../domain/problem.ts';
import type { Ports } from '../ports.ts';
import type { PinnedChain } from './hand-over.ts';

/** Reads how keys are made from a file of ours. Throws Problem `credentials-unavailable`, `file-unreadable`. */
export function readPinnedChain({ files }: Pick<Ports, 'files'>, file: string): PinnedChain {
  const text = files.read(file);
  const pinned = jsonIn(text ?? '') as Partial<PinnedChain> | undefined;
  const whole =
    typeof pinned?.key === 'string' &&
    pinned.keyring !== undefined &&
    Array.isArray(pinned.chain?.steps) &&
    pinned.chain.root !== undefined;
  if (whole) return pinned as PinnedChain;
  throw new Problem({
    code: 'credentials-unavailable',
    message: `${file} does not say how to make keys${text === undefined ? ': it is gone' : ''}.`,
    hint: 'Start the command again through atmos-kit; it writes the file anew.',
  });
}
