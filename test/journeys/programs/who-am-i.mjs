/**
 * A program of somebody else: asks the AWS SDK for JavaScript for credentials, as `fromIni`, `fromProcess` or
 * `fromNodeProviderChain`, and STS who they belong to. Prints `{ arn, expiration }`.
 */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromIni, fromNodeProviderChain, fromProcess } from '@aws-sdk/credential-providers';

const provider = { fromIni, fromProcess, fromNodeProviderChain }[process.argv[2]];
const credentials = await provider()();
const { Arn } = await new STSClient({ credentials, maxAttempts: 1 }).send(new GetCallerIdentityCommand({}));
console.log(JSON.stringify({ arn: Arn, expiration: credentials.expiration }));
