import { Problem } from '../domain/problem.ts';
import type { ClientRegistration } from '../domain/session.ts';
import type { DeviceAuthorization, Ports, SignInService, Tokens } from '../ports.ts';
import { waitingText } from './waiting-text.ts';

/** RFC 8628: how much longer to wait between two questions when asked to slow down. */
const slowDownMs = 5000;

/**
 * Asks for the tokens of a device code until the person has decided, with a countdown.
 * Throws Problem `login-denied`, `login-expired`, `interrupted`, and whatever the service throws.
 */
export async function waitForApproval(
  ports: Pick<Ports, 'clock' | 'terminal'>,
  service: SignInService,
  client: ClientRegistration,
  device: DeviceAuthorization,
  signal: AbortSignal,
): Promise<Tokens> {
  const left = () => device.expiresAt.getTime() - ports.clock.now().getTime();
  const line = ports.terminal.progress(waitingText(left()));
  let intervalMs = device.intervalMs;
  let askAt = 0;
  try {
    for (; left() > 0; await ports.clock.sleep(Math.min(1000, intervalMs, left()), signal)) {
      line.update(waitingText(left()));
      if (ports.clock.now().getTime() < askAt) continue;
      const answer = await service.token(client, { type: 'device', deviceCode: device.deviceCode });
      if (!('waiting' in answer)) {
        line.end('Approved in the browser.');
        return answer;
      }
      if (answer.waiting === 'slow-down') intervalMs += slowDownMs;
      askAt = ports.clock.now().getTime() + intervalMs;
    }
  } catch (error) {
    line.end();
    throw error;
  }
  line.end();
  throw new Problem({
    code: 'login-expired',
    message: `The code ${device.userCode} has expired; nobody approved it in time.`,
    hint: 'atmos-kit auth login starts again.',
  });
}
