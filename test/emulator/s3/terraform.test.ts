/** The real terraform binary with its s3 backend and lock files, against the emulator. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { execa, execaSync } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Running, withRunning } from '../running.ts';
import {
  auditOf,
  bucket as Bucket,
  clientEnvironment,
  errorOf,
  type Keys,
  keysOf,
  s3Client,
} from '../signed.ts';

const missing = execaSync('terraform', ['version'], { reject: false }).failed;
const Key = 'vpc/terraform.tfstate';

interface Project {
  readonly keys: (set: string) => Keys;
  readonly folder: string;
  /** Runs terraform as a permission set; resolves to its exit code and all that it wrote. */
  readonly run: (set: string, ...args: string[]) => Promise<{ code: number; text: string }>;
}

async function withProject(
  work: (running: Running, project: Project) => Promise<void>,
  { bucket = Bucket, content = '"one"' } = {},
): Promise<void> {
  if (missing) {
    if (process.env['ATMOS_KIT_TEST_CI'] === 'true') throw new Error('terraform is not installed');
    return console.log('SKIPPED terraform is not installed');
  }
  await withRunning(async (running) => {
    const folder = mkdtempSync(join(process.env['TMPDIR'] ?? '/tmp', 'terraform-'));
    writeFileSync(join(folder, 'main.tf'), configuration(bucket, content));
    const keys = (set: string) => keysOf(running, 'core-identity', set);
    const run = async (set: string, ...args: string[]) => {
      const result = await execa('terraform', args, {
        cwd: folder,
        env: {
          CHECKPOINT_DISABLE: '1',
          ...clientEnvironment(running, keys(set), folder),
          TF_IN_AUTOMATION: '1',
          TF_CLI_ARGS: '-no-color',
        },
        extendEnv: false,
        reject: false,
        all: true,
        stdin: 'ignore',
      });
      // terraform breaks long lines.
      return { code: result.exitCode ?? -1, text: result.all.replace(/\s+/g, ' ') };
    };
    try {
      await work(running, { keys, folder, run });
      assert.equal(running.faults, []);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

function configuration(bucket: string, content: string): string {
  return `
terraform {
  backend "s3" {
    bucket         = "${bucket}"
    key            = "${Key}"
    use_lockfile   = true
    use_path_style = true
    encrypt        = true
  }
}
resource "terraform_data" "it" {
  input = ${content}
}
output "workspace" {
  value = terraform.workspace
}
`;
}

async function succeed(run: Promise<{ code: number; text: string }>): Promise<string> {
  const { code, text } = await run;
  assert.is(code, 0, text);
  return text;
}

const applier = 'TerraformApplyAccess';
const planner = 'TerraformPlanAccess';
const reader = 'TerraformStateAccess';

test('init, plan, apply and destroy keep the state in the bucket, and audit who did it', () =>
  withProject(async (running, { run, keys }) => {
    await succeed(run(applier, 'init', '-input=false'));
    assert.is((await run(applier, 'plan', '-detailed-exitcode')).code, 2);
    await succeed(run(applier, 'apply', '-auto-approve'));
    assert.is((await run(applier, 'plan', '-detailed-exitcode')).code, 0);
    const client = s3Client(running, keys(reader));
    const stored = await client.send(new GetObjectCommand({ Bucket, Key }));
    const state = JSON.parse((await stored.Body?.transformToString()) ?? '') as { resources: unknown[] };
    assert.is(state.resources.length, 1);
    assert.is(stored.ServerSideEncryption, 'AES256');
    const lock = client.send(new HeadObjectCommand({ Bucket, Key: `${Key}.tflock` }));
    assert.is(await errorOf(lock), 'NotFound 404');
    await running.restart();
    await succeed(run(applier, 'destroy', '-auto-approve'));
    const lines = auditOf(running, 's3');
    assert.ok(lines.includes(`allowed PutObject ${Bucket}/${Key}`), lines.join('\n'));
    assert.ok(lines.includes(`allowed DeleteObject ${Bucket}/${Key}.tflock`));
    assert.ok(auditOf(running, 'sts').includes('allowed GetCallerIdentity'));
  }));

test('workspaces have their own states below a prefix with a colon', () =>
  withProject(async (running, { run, keys }) => {
    await succeed(run(applier, 'init', '-input=false'));
    await succeed(run(applier, 'workspace', 'new', 'dev'));
    await succeed(run(applier, 'apply', '-auto-approve'));
    assert.match(await succeed(run(applier, 'workspace', 'list')), /default \* dev/);
    const client = s3Client(running, keys(reader));
    await client.send(new HeadObjectCommand({ Bucket, Key: `env:/dev/${Key}` }));
    await succeed(run(applier, 'destroy', '-auto-approve'));
    await succeed(run(applier, 'workspace', 'select', 'default'));
    await succeed(run(applier, 'workspace', 'delete', 'dev'));
    const gone = client.send(new HeadObjectCommand({ Bucket, Key: `env:/dev/${Key}` }));
    assert.is(await errorOf(gone), 'NotFound 404');
  }));

test('a held lock stops the second run, says who holds it, and can be forced open', () =>
  withProject(async (running, { run, keys }) => {
    await succeed(run(applier, 'init', '-input=false'));
    const client = s3Client(running, keys(applier));
    const ID = '0b7e3f0e-7a3c-4a3e-9f1a-1d2c3b4a5f60';
    const Body = JSON.stringify({
      ID,
      Operation: 'OperationTypeApply',
      Info: '',
      Who: 'dana@laptop',
      Version: '1.11.4',
      Created: '2026-01-01T00:00:00Z',
      Path: `${Bucket}/${Key}`,
    });
    await client.send(new PutObjectCommand({ Bucket, Key: `${Key}.tflock`, Body }));
    const { code, text } = await run(applier, 'apply', '-auto-approve');
    assert.is(code, 1);
    assert.match(text, /Error acquiring the state lock/);
    assert.match(text, /PreconditionFailed/);
    assert.match(text, /Who:\s+dana@laptop/);
    await succeed(run(applier, 'force-unlock', '-force', ID));
    await succeed(run(applier, 'apply', '-auto-approve'));
  }));

test('a state of more than five MiB is written in parts and read in ranges', () =>
  withProject(
    async (running, { run }) => {
      await succeed(run(applier, 'init', '-input=false'));
      await succeed(run(applier, 'apply', '-auto-approve'));
      assert.ok(auditOf(running, 's3').includes(`allowed CompleteMultipartUpload ${Bucket}/${Key}`));
      assert.is((await run(applier, 'plan', '-detailed-exitcode')).code, 0);
    },
    { content: 'sensitive(join("", [for n in range(1000) : format("%06000d", n)]))' },
  ));

test('a plan role plans, begins a workspace, and cannot apply', () =>
  withProject(async (running, { run, folder }) => {
    await succeed(run(planner, 'init', '-input=false'));
    assert.is((await run(planner, 'plan', '-detailed-exitcode')).code, 2);
    await succeed(run(planner, 'workspace', 'new', 'dev'));
    const { code, text } = await run(planner, 'apply', '-auto-approve');
    assert.is(code, 1);
    assert.match(text, /AccessDenied: User: arn:aws:sts::\S+ is not authorized to perform: s3:PutObject/);
    // What it could not write away, terraform keeps beside the configuration.
    rmSync(join(folder, 'errored.tfstate'), { force: true });
    await succeed(run(applier, 'apply', '-auto-approve'));
    assert.is((await run(planner, 'plan', '-detailed-exitcode')).code, 0);
    assert.ok(auditOf(running, 's3').includes(`denied PutObject ${Bucket}/env:/dev/${Key} AccessDenied`));
  }));

test('a role that may only read cannot lock, and one without state access sees nothing', () =>
  withProject(async (_running, { run }) => {
    await succeed(run(applier, 'init', '-input=false'));
    await succeed(run(applier, 'apply', '-auto-approve'));
    const locked = await run(reader, 'plan');
    assert.is(locked.code, 1);
    assert.match(locked.text, /Error acquiring the state lock.*AccessDenied/);
    assert.is((await run(reader, 'plan', '-lock=false', '-detailed-exitcode')).code, 0);
    assert.match(await succeed(run(reader, 'output', '-raw', 'workspace')), /^default/);
    const { code, text } = await run('ReadOnlyAccess', 'output', '-raw', 'workspace');
    assert.is(code, 1);
    // The answer to a HEAD has no body to say more.
    assert.match(text, /StatusCode: 403/, text);
  }));

test('a bucket that is not there is named in the error', () =>
  withProject(
    async (_running, { run }) => {
      const { code, text } = await run(applier, 'init', '-input=false');
      assert.is(code, 1);
      assert.match(text, /S3 bucket "no-such-bucket" does not exist|NoSuchBucket/);
    },
    { bucket: 'no-such-bucket' },
  ));

test.run();
