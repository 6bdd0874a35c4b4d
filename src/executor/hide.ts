import { createRedactor } from '../redaction/redact.ts';
import { createSecretFilter } from './output/secret-filter.ts';

/** Text without secrets: not those that are known, wherever they stand, nor what looks like one, such as the password in a client's URL. */
export function createHide(secrets: readonly string[], environment: Record<string, string>): (text: string) => string {
  const redactor = createRedactor();
  redactor.learnEnvironment(environment);
  return (text) => {
    const filter = createSecretFilter(secrets);
    const known = Buffer.concat([filter.push(Buffer.from(text)), filter.flush()]).toString('utf8');
    return redactor.text(known);
  };
}
