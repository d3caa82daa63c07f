/** Geodesic, with a docker that stands in for the real one: this machine has no engine. */
import { existsSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Desk, type DeskOptions, type RunOptions, withDesk } from './desk.ts';
import { type StandInDocker, standInDocker, wrapperText } from './stand-in-docker.ts';

interface Host extends StandInDocker {
  readonly desk: Desk;
  geodesic(words: string, options?: RunOptions): ReturnType<Desk['kit']>;
}

async function onHost(work: (host: Host) => Promise<void>, options: DeskOptions = {}): Promise<void> {
  await withDesk(async (desk) => {
    desk.write('geodesic/Dockerfile', 'FROM cloudposse/geodesic\n');
    const long = new Date('2026-01-01T00:00:00Z');
    utimesSync(join(desk.project, 'geodesic/Dockerfile'), long, long);
    const docker = standInDocker(desk);
    docker.has('daemon', '27.3.1');
    await work({
      desk,
      ...docker,
      geodesic: (words, runOptions = {}) =>
        desk.kit(`geodesic ${words}`, {
          ...runOptions,
          variables: { ...docker.variables, ...runOptions.variables },
        }),
    });
  }, options);
}

/** Everything is there. */
function installed(host: Host): void {
  host.has('image', '2026-06-01T00:00:00Z');
  host.installWrapper();
}

const folders = ['.aws', '.kube', '.config/atmos', '.cache/atmos', '.local/share/atmos'];

test('what keeps it from starting is told, one after the other, with the next step', () =>
  onHost(async (host) => {
    const { desk } = host;
    for (const words of ['geodesic run', 'geodesic up']) {
      const without = await desk.kit(words, { variables: { PATH: '/no/such/folder' } });
      assert.is(without.exitCode, 127);
      assert.match(without.stderr, /docker is not on PATH, and Geodesic is a container\.\n {2}Install it: /);
    }
    host.has('daemon', undefined);
    for (const words of ['run', 'up']) {
      const down = await host.geodesic(words);
      assert.is(down.exitCode, 1);
      assert.match(down.stderr, /docker is there, and no daemon answers it\./);
    }
    assert.match((await host.geodesic('doctor')).stdout, /^broken +docker +.*no daemon answers it$/m);
    host.has('daemon', '27.3.1');
    const unbuilt = await host.geodesic('run');
    assert.is(unbuilt.exitCode, 1);
    assert.match(
      unbuilt.stderr,
      /The image acme\/infrastructure:latest is not built\.\n {2}atmos-kit geodesic up\n/,
    );
    host.has('image', '2026-06-01T00:00:00Z');
    assert.match(
      (await host.geodesic('run')).stderr,
      /The wrapper acme is not installed\.\n {2}atmos-kit geodesic up\n/,
    );
    host.installWrapper('#!/bin/sh\necho somebody else of that name\n');
    assert.match((await host.geodesic('run')).stderr, /The wrapper acme is not installed\./);
    const inside = await host.geodesic('run', { variables: { GEODESIC_SHELL: 'true' } });
    assert.is(inside.exitCode, 1);
    assert.match(inside.stderr, /This is a shell of Geodesic already\./);
    assert.not.ok(existsSync(join(desk.home, '.kube')), 'nothing was made for what did not start');
  }));

test('up builds the image, lets it install the wrapper, makes the folders and opens a shell', () =>
  onHost(async (host) => {
    const { desk } = host;
    const bin = join(desk.folder, 'docker-bin');
    host.has(
      'installer',
      `printf '%s' "$1" > tag\ncat > "$INSTALL_PATH/acme" <<'W'\n${wrapperText}W\nchmod 755 "$INSTALL_PATH/acme"\n`,
    );
    const rehearsed = await host.geodesic('up --dry-run');
    assert.is(rehearsed.exitCode, 0, rehearsed.stderr);
    assert.match(
      rehearsed.stdout,
      /docker build --tag acme\/infrastructure:latest --file \S+\/geodesic\/Dockerfile \S+\n\S+docker run --rm .* acme\/infrastructure:latest \| bash -s latest\natmos-kit geodesic run\n$/,
    );
    assert.is(host.calls().length, 0);
    const { exitCode, stderr } = await host.geodesic('up --pull', { variables: { INSTALL_PATH: bin } });
    assert.is(exitCode, 0, stderr);
    const [build, install, run, exec] = host.calls();
    assert.equal(build?.argv, [
      ...[
        'build',
        '--tag',
        'acme/infrastructure:latest',
        '--file',
        join(desk.project, 'geodesic/Dockerfile'),
      ],
      ...['--pull', desk.project],
    ]);
    assert.equal(install?.given, {
      APP_NAME: 'acme',
      DOCKER_IMAGE: 'acme/infrastructure',
      DOCKER_TAG: 'latest',
      INSTALL_PATH: bin,
    });
    assert.is(readFileSync(join(desk.project, 'tag'), 'utf8'), 'latest');
    assert.ok(statSync(join(bin, 'acme')).mode & 0o100);
    for (const folder of folders) {
      assert.is(statSync(join(desk.home, folder)).mode & 0o777, 0o700, folder);
      const mount = folder.startsWith('.config') ? '.config' : folder;
      assert.ok(run?.argv.includes(`--volume=${join(desk.home, mount)}:${join(desk.home, mount)}`), folder);
    }
    assert.is(exec?.given['ATMOS_PROFILE'], desk.variables['ATMOS_PROFILE']);
    const again = await host.geodesic('status');
    assert.match(again.stdout, /All is well\.\n$/);
  }));

test('a build or an installer that fails stops it, with what it said and its exit code', () =>
  onHost(async (host) => {
    host.has('build-fails', '');
    const built = await host.geodesic('up');
    assert.is(built.exitCode, 17);
    assert.match(built.stderr, /ERROR: failed to solve/);
    host.has('build-fails', undefined);
    const silent = await host.geodesic('up');
    assert.is(silent.exitCode, 1);
    assert.match(silent.stderr, /prints no installer of its wrapper/);
    host.has('installer', 'exit 9\n');
    assert.is((await host.geodesic('up')).exitCode, 9);
    assert.is(host.calls().filter(({ argv }) => argv[0] === 'exec').length, 0);
    rmSync(join(host.desk.project, 'geodesic/Dockerfile'));
    assert.match(
      (await host.geodesic('up')).stderr,
      /There is no Dockerfile at .*geodesic\/Dockerfile\.\n {2}Name it in kit\.geodesic\.dockerfile/,
    );
  }));

test('run takes profile and identity along by name, and whatever was passed on before', () =>
  onHost(async (host) => {
    installed(host);
    const { desk } = host;
    host.inContainer('#!/bin/sh\nexit 7\n');
    const more = {
      GEODESIC_DOCKER_EXTRA_LAUNCH_ARGS: '--memory=1g',
      GEODESIC_DOCKER_EXTRA_EXEC_ARGS: '--env=MORE',
      MORE: 'a b',
    };
    const { exitCode, stderr } = await host.geodesic('run --identity plat-dev/ReadOnlyAccess', {
      variables: more,
    });
    assert.is(exitCode, 7);
    assert.match(
      stderr,
      /sign-in at sso: you are not signed in\. Sign in on this side, not in the container: atmos-kit auth login/,
    );
    assert.match(stderr, /set kit\.share: \[atmos\] in atmos\.yaml, or use --serve\./);
    const [run, exec] = host.calls();
    const followed = {
      ATMOS_PROFILE: desk.variables['ATMOS_PROFILE'],
      ATMOS_IDENTITY: 'plat-dev/ReadOnlyAccess',
      ATMOS_XDG_CACHE_HOME: join(desk.home, '.cache'),
      ATMOS_XDG_DATA_HOME: join(desk.home, '.local/share'),
    };
    assert.equal(run?.given, followed);
    assert.ok(run?.argv.includes('--memory=1g'));
    assert.not.ok(run?.argv.includes('--network=host'));
    assert.equal(exec?.given, { ...followed, MORE: 'a b' });
    for (const { argv } of host.calls())
      assert.not.ok(
        argv.some((word) => word.includes('plat-dev')),
        'docker is given names alone',
      );
    const other = await host.geodesic('run --identity nobody/there');
    assert.match(other.stderr, /There is no identity "?nobody\/there/);
    await host.geodesic('run', { variables: { ATMOS_IDENTITY: 'false' } });
    assert.is(host.calls().at(-1)?.given['ATMOS_IDENTITY'], 'false');
  }));

test('a container that runs is entered, and an old image and missing folders are told', () =>
  onHost(async (host) => {
    installed(host);
    host.has('image', '2025-06-01T00:00:00Z');
    host.has('container', 'bridge');
    const { exitCode, stderr } = await host.geodesic('run');
    assert.is(exitCode, 0);
    assert.match(
      stderr,
      /acme\/infrastructure:latest is older than its Dockerfile\. Build it again: atmos-kit geodesic up/,
    );
    assert.match(stderr, /acme runs already \(0123456789ab\): this opens another shell in it\./);
    assert.match(stderr, /It does not see .*\.kube.*, which were not there when it started/);
    assert.equal(
      host.calls().map(({ argv }) => argv[0]),
      ['exec'],
    );
    const data = JSON.parse((await host.geodesic('status -f json')).stdout) as {
      findings: readonly { subject: string; level: string }[];
    };
    const levels = Object.fromEntries(data.findings.map(({ subject, level }) => [subject, level]));
    assert.equal(levels, {
      docker: 'ok',
      image: 'warning',
      wrapper: 'ok',
      container: 'warning',
      folders: 'ok',
    });
    assert.is((await host.geodesic('doctor')).exitCode, 0);
    assert.is((await host.geodesic('doctor --strict')).exitCode, 1);
  }));

test('with --serve the container has keys that the SDK finds there, and docker no secret in its words', () =>
  onHost(async (host) => {
    installed(host);
    const { desk } = host;
    await desk.signIn();
    const seen = join(desk.folder, 'seen');
    const whoAmI = join(import.meta.dirname, 'programs', 'who-am-i.mjs');
    host.inContainer(
      `#!/bin/sh\necho "$AWS_CONTAINER_AUTHORIZATION_TOKEN" > ${seen}.token\nexec ${process.execPath} ${whoAmI} fromNodeProviderChain > ${seen}\n`,
    );
    const { exitCode, stderr } = await host.geodesic('run --serve -i plat-dev/ReadOnlyAccess');
    assert.is(exitCode, 0, stderr);
    assert.match(
      stderr,
      /Keys of plat-dev\/ReadOnlyAccess are served to this shell, and renewed, until it ends\./,
    );
    assert.match(
      JSON.parse(readFileSync(seen, 'utf8')).arn,
      /^arn:aws:sts::222222222202:assumed-role\/AWSReservedSSO_ReadOnlyAccess_/,
    );
    const [run, exec] = host.calls();
    assert.ok(run?.argv.includes('--network=host'));
    assert.not.ok(
      'AWS_CONTAINER_AUTHORIZATION_TOKEN' in (run?.given ?? {}),
      'the container itself is given no secret',
    );
    assert.is(exec?.given['ATMOS_IDENTITY'], 'false');
    const token = readFileSync(`${seen}.token`, 'utf8').trim();
    assert.ok(token.length > 20);
    for (const { argv } of host.calls()) assert.not.ok(argv.some((word) => word.includes(token)));

    host.has('container', 'bridge');
    const apart = await host.geodesic('run --serve -i plat-dev/ReadOnlyAccess');
    assert.match(apart.stderr, /acme runs already, and in a network of its own/);
    host.has('container', undefined);
    host.installWrapper(wrapperText.replaceAll('GEODESIC_DOCKER_EXTRA_EXEC_ARGS', 'GEODESIC_NOTHING'));
    const older = await host.geodesic('run --serve -i plat-dev/ReadOnlyAccess');
    assert.match(older.stderr, /is of an older Geodesic/);
  }));

test('settings that would become several words of a command line are refused', () =>
  onHost(async (host) => {
    host.desk.edit('atmos.yaml', 'image: acme/infrastructure', 'image: "acme/infra --privileged"');
    const { exitCode, stderr } = await host.geodesic('status');
    assert.is(exitCode, 1);
    assert.match(stderr, /atmos\.yaml:\d+.*kit\.geodesic\.image is "acme\/infra --privileged"\./);
  }));

test('make run and make all do the same', () =>
  onHost(async (host) => {
    installed(host);
    const { desk } = host;
    const checkout = join(import.meta.dirname, '..', '..');
    const kit = `KIT=${process.execPath} ${join(checkout, 'dist', 'atmos-kit.cjs')}`;
    const make = (target: string) =>
      execa(
        'make',
        ['--no-print-directory', '-f', join(checkout, 'Makefile'), '-o', 'dist/atmos-kit.cjs', kit, target],
        {
          cwd: desk.project,
          env: { ...desk.variables, ...host.variables },
          extendEnv: false,
          stdin: 'ignore',
        },
      );
    await make('run');
    assert.equal(
      host.calls().map(({ argv }) => argv[0]),
      ['run', 'exec'],
    );
    host.has('installer', 'true\n');
    await make('all');
    assert.equal(
      host.calls().map(({ argv }) => argv[0]),
      ['run', 'exec', 'build', 'run', 'run', 'exec'],
    );
  }));

test.run();
