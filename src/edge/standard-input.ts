import { Problem } from '../domain/problem.ts';
import type { Input } from '../ports.ts';

/** The standard input of this process, read to its end. */
export function standardInput(stdin: NodeJS.ReadStream): Input {
  return {
    async read(limit) {
      if (stdin.isTTY === true) return undefined;
      const chunks: Buffer[] = [];
      let length = 0;
      for await (const chunk of stdin) {
        length += (chunk as Buffer).length;
        if (length > limit)
          throw new Problem({
            code: 'usage',
            message: `What is piped in is longer than ${limit} bytes.`,
            hint: 'Pipe in what the help of this verb shows.',
          });
        chunks.push(chunk as Buffer);
      }
      return Buffer.concat(chunks).toString('utf8');
    },
  };
}
