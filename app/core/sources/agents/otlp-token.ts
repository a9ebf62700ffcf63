import { randomBytes } from 'node:crypto';
import type { Secrets } from '../../host.ts';

const name = 'otlp-token';

/** The token that telemetry has to carry where the person asks for one; made at its first use and kept. */
export async function otlpToken(secrets: Secrets): Promise<string> {
  const kept = await secrets.read(name);
  if (kept !== undefined && kept !== '') return kept;
  const made = randomBytes(24).toString('base64url');
  await secrets.write(name, made);
  return made;
}
