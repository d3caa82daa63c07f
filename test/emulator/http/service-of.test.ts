import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Service, serviceOf } from '../../../emulator/http/service-of.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=ASIALOCALX/20260101/local/${service}/aws4_request, SignedHeaders=host, Signature=00`,
});
const presigned = (service: string) =>
  `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIALOCALX%2F20260101%2Fus-east-1%2F${service}%2Faws4_request`;

const table: [title: string, line: string, headers: Record<string, string>, service: Service][] = [
  ['a signature for sts', 'POST /', { ...form, ...signed('sts') }, 'sts'],
  ['a signature for s3', 'PUT /bucket/key', signed('s3'), 's3'],
  ['a bucket whose name is a path of the web side', 'GET /token/key', signed('s3'), 's3'],
  ['a presigned sts URL', `GET /?Action=GetCallerIdentity&${presigned('sts')}`, {}, 'sts'],
  ['a presigned s3 URL', `GET /authorize/key?${presigned('s3')}`, {}, 's3'],
  ['an unsigned action of sts', 'POST /', form, 'sts'],
  ['an unsigned sts URL', 'GET /?Action=GetCallerIdentity', {}, 'sts'],
  ['an unsigned request for an object', 'GET /acme-state/a/key', {}, 's3'],
  ['a URL with the old signature', 'GET /bucket/key?AWSAccessKeyId=A&Signature=b', {}, 's3'],
  ['the token operation', 'POST /token', { 'content-type': 'application/json' }, 'web'],
  ['the token operation, signed', 'POST /token?aws_iam=t', signed('sso-oauth'), 'web'],
  ['a form of the pages', 'POST /sign-in', form, 'web'],
  ['the start page', 'GET /', {}, 'web'],
  ['a bearer token', 'GET /', { authorization: 'Bearer abc' }, 'web'],
  ['a garbled credential', 'GET /start?X-Amz-Credential=nothing', {}, 'web'],
  ['the clusters of EKS', 'GET /clusters', signed('eks'), 'eks'],
  ['another signed service', 'GET /functions', signed('lambda'), { unknown: 'lambda' }],
  [
    'the operations of ECR',
    'POST /',
    { 'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken', ...signed('ecr') },
    'ecr',
  ],
  [
    'those of public registries',
    'POST /',
    { 'x-amz-target': 'SpencerFrontendService.GetAuthorizationToken', ...signed('ecr-public') },
    'ecr-public',
  ],
  [
    'a target header, whatever was signed',
    'POST /',
    { 'x-amz-target': 'Registry.GetAuthorizationToken', ...signed('ecr') },
    { unknown: 'Registry.GetAuthorizationToken' },
  ],
];
for (const [title, line, headers, service] of table)
  test(`${title} goes to ${JSON.stringify(service)}`, () => {
    const [method = '', target = ''] = line.split(' ');
    const [rawPath = '', rawQuery = ''] = target.split('?');
    assert.equal(serviceOf({ method, rawPath, rawQuery, headers }, ['acme-state']), service);
  });

test.run();
