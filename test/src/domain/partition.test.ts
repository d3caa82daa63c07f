import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  homeRegion,
  partitionOfArn,
  partitionOfRegion,
  suffixOfRegion,
} from '../../../src/domain/partition.ts';

const regions: [region: string, partition: string, suffix: string][] = [
  ['us-east-1', 'aws', 'amazonaws.com'],
  ['xx-newland-1', 'aws', 'amazonaws.com'],
  ['cn-northwest-1', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-east-1', 'aws-us-gov', 'amazonaws.com'],
  ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
  ['us-iso-west-1', 'aws-iso', 'c2s.ic.gov'],
  ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['eu-isoe-west-1', 'aws-iso-e', 'cloud.adc-e.uk'],
  ['us-isof-east-1', 'aws-iso-f', 'csp.hci.ic.gov'],
];
for (const [region, partition, suffix] of regions)
  test(`${region} is in ${partition}`, () => {
    assert.is(partitionOfRegion(region), partition);
    assert.is(suffixOfRegion(region), suffix);
    assert.is(partitionOfArn(`arn:${partition}:iam::111111111111:role/a`), partition);
    assert.is(partitionOfRegion(homeRegion(partitionOfRegion(region))), partition);
  });

test('an ARN of no known partition is of none', () => {
  assert.is(partitionOfArn('arn:moon:iam::111111111111:role/a'), undefined);
  assert.is(partitionOfArn(''), undefined);
});

test.run();
