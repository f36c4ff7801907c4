import { requireKind } from '../domain/brand.js';
import { MisuseError } from '../domain/misuse.js';
import type { Registry } from '../domain/registry.js';
import { type Check, renderCheck } from './check.js';
import { checkImage, checkRepository } from './content-check.js';
import { checkReplicated } from './replication-check.js';

/** What a matcher answers in Jest, Vitest and their like. */
export interface MatcherResult {
  pass: boolean;
  message: () => string;
}

interface MatcherContext {
  readonly isNot?: boolean;
}

/** A registry handle, whichever copy of this package made it. */
export interface RegistrySubject {
  readonly registry: Registry;
  readonly key: string;
}

/** Does the registry have the repository? */
export function toHaveRepository(this: MatcherContext, registry: unknown, name: string): MatcherResult {
  return answer(this, checkRepository(subject(registry, 'toHaveRepository'), name), 'toHaveRepository', name);
}

/** Does the registry have the image, by tag or digest? */
export function toHaveImage(this: MatcherContext, registry: unknown, reference: string): MatcherResult {
  return answer(this, checkImage(subject(registry, 'toHaveImage'), reference), 'toHaveImage', reference);
}

/** Was the image replicated to the registry `to`, from the registry `from` or from wherever it was pushed? */
export function toHaveReplicated(
  this: MatcherContext,
  fake: unknown,
  reference: string,
  route: { from?: RegistrySubject; to: RegistrySubject },
): MatcherResult {
  requireKind(fake, 'fake', 'expect(…).toHaveReplicated()');
  if (typeof route !== 'object' || route === null) {
    throw new MisuseError(
      'toHaveReplicated() was not told where to.',
      'Pass { to: registry } as second argument.',
    );
  }
  const destination = subject(route.to, 'toHaveReplicated({ to })');
  const source = route.from === undefined ? undefined : subject(route.from, 'toHaveReplicated({ from })');
  const check = checkReplicated(destination.world, reference, destination, source);
  return answer(this, check, 'toHaveReplicated', reference);
}

function subject(value: unknown, matcher: string): Registry {
  requireKind(value, 'registry', `${matcher}()`);
  return (value as RegistrySubject).registry;
}

function answer(context: MatcherContext, check: Check, matcher: string, argument: string): MatcherResult {
  const isNot = context?.isNot === true;
  const hint = `expect(${check.subject})${isNot ? '.not' : ''}.${matcher}('${argument}')`;
  return { pass: check.pass, message: () => renderCheck(check, hint, isNot) };
}
