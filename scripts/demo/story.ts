import type { PersonsWords } from './scripted-person.ts';
import { CurtainCall, type Stage } from './stage.ts';

/** The developer of the emulator's own seed. */
const dana: PersonsWords = { user: 'dana', password: 'local-dana' };

/** Tells the main job from beginning to end. Throws CurtainCall where something is not as the story needs it. */
export async function showStory(stage: Stage, signIn: (words: PersonsWords) => Promise<void>): Promise<void> {
  stage.say(
    'The main job of atmos-kit, on a local emulator: real sign-in, real Terraform, nothing reaches AWS.',
  );
  stage.say('Each line after a $ is run as it stands, in a scratch copy of this project.');

  stage.heading('Start a local AWS');
  await stage.show('atmos-kit emulator start --port 0');
  const status = await stage.whisper('atmos-kit emulator status --format json');
  const { origin } = JSON.parse(status) as { origin: string };

  stage.heading('Choose a team profile, and sign in');
  stage.export({ ATMOS_KIT_ENDPOINT: origin, ATMOS_PROFILE: 'developers,local' });
  await signIn(dana);

  stage.heading('Who am I?');
  await stage.show('atmos-kit auth whoami');
  await stage.show('atmos-kit auth whoami --identity plat-dev/terraform');

  stage.heading('Who could I be?');
  await stage.show('atmos-kit auth list');

  stage.heading('Which identity runs a stack, and why?');
  stage.say('One profile, two stacks: in dev a developer may apply, in prod only plan.');
  await stage.show('atmos-kit identity vpc -s plat-ue1-dev --explain');
  await stage.show('atmos-kit identity vpc -s plat-ue1-prod --explain');

  stage.heading('Plan and apply');
  await stage.show('atmos-kit terraform plan vpc -s plat-ue1-dev', {
    cut: { first: 18, keep: /^ {2}# |^Plan:/ },
  });
  await stage.show('atmos-kit terraform apply vpc -s plat-ue1-dev --from-plan', {
    cut: { first: 1, keep: /^Apply complete|^vpc_/ },
  });

  stage.heading("Proof: the state was written by plat-dev's Terraform role");
  await stage.show('head -n 6 ~/.local/share/atmos-kit/emulator/objects/*/*');
  const written = await stage.show(
    `atmos-kit emulator logs --audit | grep PutObject | grep 'tfstate"' | tail -n 1`,
  );
  check(written, {
    principal: 'dana',
    account: '222222222202',
    role: 'AWSReservedSSO_TerraformApplyAccess_',
    resource: 'acme-core-ue1-root-tfstate/vpc/plat-ue1-dev/terraform.tfstate',
    outcome: 'allowed',
  });

  stage.heading('What is not assigned is refused');
  stage.say('The profile names this identity, but the portal decides: nobody assigned it to dana.');
  await stage.show('atmos-kit auth whoami --identity plat-prod/AdministratorAccess', { exitCode: 1 });
  stage.say("(Exit code 1. The portal's answer was 403, which its own log calls ForbiddenException.)");
  const refused = await stage.show('atmos-kit emulator logs --audit | grep denied');
  check(refused, {
    action: 'GetRoleCredentials',
    principal: 'dana',
    account: '222222222204',
    role: 'AdministratorAccess',
    error: 'ForbiddenException',
    outcome: 'denied',
  });

  stage.heading('Leave');
  await stage.show('atmos-kit auth logout');
  await stage.show('atmos-kit emulator stop');
}

/** The last of these audit lines says all of this, or begins with it. */
function check(lines: readonly string[], expected: Readonly<Record<string, string>>): void {
  const entry = JSON.parse(lines.at(-1) ?? '{}') as Record<string, string>;
  for (const [name, value] of Object.entries(expected))
    if (entry[name]?.startsWith(value) !== true)
      throw new CurtainCall(`The audit log should say ${name} ${value}, and says ${entry[name]}.`, 1);
}
