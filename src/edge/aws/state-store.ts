import { Problem } from '../../domain/problem.ts';
import type { StateStore } from '../../ports.ts';
import { type AwsOptions, clientSettings, withoutVersionWarning } from './client-settings.ts';
import { problemOf } from './problems.ts';
import { sdkCredentials, secretsOf } from './sdk-credentials.ts';

/** The longest state that is read, in bytes: a text in memory has an end, and states of sense are far from it. */
const longest = 256 * 1024 * 1024;

/** States in S3. The SDK's client loads when the first one is read. */
export function stateStore(options: AwsOptions = {}): StateStore {
  return {
    async read({ bucket, key, region, endpointUrl, pathStyle, keys }) {
      const target = { region, ...(endpointUrl !== undefined && { endpointUrl }) };
      const sdk = await import('@aws-sdk/client-s3');
      const client = withoutVersionWarning(
        () =>
          new sdk.S3Client({
            ...clientSettings(target, options),
            forcePathStyle: pathStyle,
            ...(keys && { credentials: sdkCredentials(keys) }),
          }),
      );
      const name = `s3://${bucket}/${key}`;
      try {
        const { Body, ContentLength = 0 } = await client.send(
          new sdk.GetObjectCommand({ Bucket: bucket, Key: key }),
        );
        if (ContentLength > longest)
          throw new Problem({
            code: 'service-error',
            message: `${name} has ${ContentLength} bytes, which is too long for a state.`,
            hint: 'Ask with !terraform.output.',
          });
        return (await Body?.transformToString()) ?? '';
      } catch (error) {
        if (error instanceof sdk.NoSuchKey) return undefined;
        throw problemOf(error, {
          service: 's3',
          failed: `did not give ${name}`,
          target,
          secrets: keys === undefined ? [] : secretsOf(keys),
          denied: 'Check that the identity of this stack may read its state.',
        });
      } finally {
        client.destroy();
      }
    },
  };
}
