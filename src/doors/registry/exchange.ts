import type { IncomingHttpHeaders } from 'node:http';
import type { Outcome } from '../../aws/failure.js';
import type { OperationName } from '../../api/facts.js';
import type { OperationOutput } from '../../operations/operation.js';
import type { Scope } from '../../service/call.js';
import type { EcrService } from '../../service/ecr-service.js';
import type { ProtocolRules } from '../../world/registry-protocol.js';
import type { Registry } from '../../world/registry.js';
import type { Repository } from '../../world/repository.js';
import type { BodyReader } from './body.js';
import type { RegistryOptions } from './registry-options.js';

/** One request of the registry protocol, with everything that answering it takes. */
export interface Exchange {
  readonly model: EcrService;
  readonly options: RegistryOptions;
  readonly rules: ProtocolRules;
  readonly method: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: BodyReader;
  /** Scheme and host of the request, for addresses in answers. */
  readonly origin: string;
  /** The host with its port, as the client named it. */
  readonly host: string;
  /** What paths of this registry begin with: `/v2/`, and more where the path names the registry. */
  readonly prefix: string;
  /** The account that owns the registry. */
  readonly registryId: string;
  readonly scope: Scope;
}

/** Asks an operation, as the token's principal. */
export function ask<N extends OperationName>(
  { model, scope, registryId }: Exchange,
  operation: N,
  input: object,
): Outcome<OperationOutput<N>> {
  const { outcome } = model.dispatch(operation, { registryId, ...input }, scope);
  return outcome as Outcome<OperationOutput<N>>;
}

/** The registry that is meant. */
export function registryOf({ model, registryId, scope }: Exchange): Registry {
  return model.world.registry(registryId, scope.region);
}

/** The repository of a name, after an operation has found it. */
export function repositoryOf(exchange: Exchange, name: string): Repository | undefined {
  return registryOf(exchange).repository(name);
}

/** An address in an answer: whole as ECR gives it [observed], or a path as the specification has it. */
export function addressOf({ rules, origin, prefix }: Exchange, rest: string): string {
  return `${rules.profile === 'ecr' ? origin : ''}${prefix}${rest}`;
}

/** What the next page is asked for with. */
export function nextLink(exchange: Exchange, rest: string, query: Readonly<Record<string, string>>): string {
  return `<${addressOf(exchange, `${rest}?${new URLSearchParams(query).toString()}`)}>; rel="next"`;
}
