/** A part of AWS with regions, ARNs and credentials of its own: nothing ever crosses from one to another. */
export type Partition =
  | 'aws'
  | 'aws-cn'
  | 'aws-us-gov'
  | 'aws-eusc'
  | 'aws-iso'
  | 'aws-iso-b'
  | 'aws-iso-e'
  | 'aws-iso-f';

interface Facts {
  readonly partition: Partition;
  /** How its regions begin. */
  readonly prefix: string;
  /** Where the name of each of its services ends. */
  readonly suffix: string;
  /** The region to ask where nothing names one. */
  readonly home: string;
}

// Source: the endpoint rule sets of AWS's SDKs.
const facts: readonly Facts[] = [
  { partition: 'aws-cn', prefix: 'cn-', suffix: 'amazonaws.com.cn', home: 'cn-north-1' },
  { partition: 'aws-us-gov', prefix: 'us-gov-', suffix: 'amazonaws.com', home: 'us-gov-west-1' },
  { partition: 'aws-eusc', prefix: 'eusc-', suffix: 'amazonaws.eu', home: 'eusc-de-east-1' },
  { partition: 'aws-iso', prefix: 'us-iso-', suffix: 'c2s.ic.gov', home: 'us-iso-east-1' },
  { partition: 'aws-iso-b', prefix: 'us-isob-', suffix: 'sc2s.sgov.gov', home: 'us-isob-east-1' },
  { partition: 'aws-iso-e', prefix: 'eu-isoe-', suffix: 'cloud.adc-e.uk', home: 'eu-isoe-west-1' },
  { partition: 'aws-iso-f', prefix: 'us-isof-', suffix: 'csp.hci.ic.gov', home: 'us-isof-south-1' },
];
const commercial: Facts = { partition: 'aws', prefix: '', suffix: 'amazonaws.com', home: 'us-east-1' };

const factsOf = (region: string): Facts =>
  facts.find(({ prefix }) => region.startsWith(prefix)) ?? commercial;

/** The partition of a region. A region that nobody knows yet counts as commercial. */
export function partitionOfRegion(region: string): Partition {
  return factsOf(region).partition;
}

/** Where the names of services in a region end, such as `amazonaws.com`. */
export function suffixOfRegion(region: string): string {
  return factsOf(region).suffix;
}

/** The partition that an ARN names; undefined for one that is not known. */
export function partitionOfArn(arn: string): Partition | undefined {
  const name = arn.split(':')[1];
  return [commercial, ...facts].find(({ partition }) => partition === name)?.partition;
}

/** The region to ask in a partition where nothing names one. Source: AWS's SDKs sign for these. */
export function homeRegion(partition: Partition): string {
  return ([commercial, ...facts].find((one) => one.partition === partition) as Facts).home;
}
