import dns from 'node:dns';
import { isIP } from 'node:net';

type Answer = (error: Error | null, address?: unknown, family?: number) => void;

/**
 * Takes the place of the system's resolver, which every connection by name asks, whatever copy of whatever client
 * makes it: remembers what was looked up, and knows no name.
 */
export function recordingResolver(): { readonly names: string[] } {
  const names: string[] = [];
  const { lookup } = dns;
  jest.spyOn(dns, 'lookup').mockImplementation((name: string, ...rest: unknown[]) => {
    if (isIP(name) !== 0) return void Reflect.apply(lookup, dns, [name, ...rest]);
    names.push(name);
    const unknown = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
    process.nextTick(rest.at(-1) as Answer, unknown);
  });
  return { names };
}
