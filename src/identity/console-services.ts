// The short names are Atmos's (`atmos auth console --destination`); where a service has no page of that name any
// more, AWS leads on from it.

/** Pages of services that stand in every region: `<name>/home?region=…`. */
const regional: Readonly<Record<string, string>> = {
  ...named(
    's3 efs fsx glacier backup ec2 lambda lightsail batch elasticbeanstalk ecs ecr eks rds dynamodb elasticache',
    'neptune timestream keyspaces qldb memorydb vpc apigateway directconnect cognito secretsmanager kms acm',
    'guardduty inspector macie securityhub detective cloudwatch cloudtrail config cloudformation servicecatalog',
    'opsworks controltower license-manager resource-groups systems-manager codecommit codebuild codedeploy',
    'codepipeline codeartifact cloud9 xray athena emr cloudsearch kinesis quicksight glue msk redshift sns sqs',
    'appflow dms datasync transfer sagemaker rekognition textract comprehend translate polly transcribe lex',
    'personalize forecast kendra bedrock greengrass workspaces worklink',
  ),
  serverless: 'lambda#/applications',
  fargate: 'ecs',
  documentdb: 'docdb',
  elb: 'ec2/v2#LoadBalancers',
  transitgateway: 'vpc#TransitGateways',
  privatelink: 'vpc#Endpoints',
  waf: 'wafv2',
  sso: 'singlesignon',
  directory: 'directoryservicev2',
  ssm: 'systems-manager',
  'tag-editor': 'resource-groups/tag-editor',
  elasticsearch: 'aos',
  opensearch: 'aos',
  'lake-formation': 'lakeformation',
  eventbridge: 'events',
  mq: 'amazon-mq',
  'step-functions': 'states',
  'migration-hub': 'migrationhub',
  'application-discovery': 'discovery',
  'server-migration': 'servermigration',
  'iot-core': 'iot',
  'iot-analytics': 'iotanalytics',
  'iot-events': 'iotevents',
  appstream: 'appstream2',
  'well-architected': 'wellarchitected',
  console: 'console',
  home: 'console',
  dashboard: 'console',
};

/** Pages of services that AWS has once for all regions: `<name>/home`. */
const global: Readonly<Record<string, string>> = {
  ...named('cloudfront route53 globalaccelerator iam organizations shield billing'),
  'trusted-advisor': 'trustedadvisor',
  'cost-explorer': 'cost-management#/cost-explorer',
  budgets: 'billing#/budgets',
};

/** A page of the AWS console: a path below its host, a fragment, and whether each region has its own. */
export interface ConsolePage {
  readonly path: string;
  readonly fragment: string;
  readonly regional: boolean;
}

/** The names of services that have a page of their own, in alphabetical order. */
export const consoleServices: readonly string[] = Object.keys({ ...regional, ...global }).sort();

/** The page of a service, by its short name in any case; undefined for a name that there is not. */
export function consolePage(name: string): ConsolePage | undefined {
  const lower = name.toLowerCase();
  const pages = Object.hasOwn(regional, lower) ? regional : global;
  if (!Object.hasOwn(pages, lower)) return undefined;
  const [service = '', fragment = ''] = (pages[lower] as string).split('#');
  return { path: `${service}/home`, fragment, regional: pages === regional };
}

function named(...lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines
      .join(' ')
      .split(' ')
      .map((name) => [name, name]),
  );
}
