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

/** One request of the registry protocol, with everything needed for the answer. */
export interface Exchange {
  readonly service: EcrService;
  readonly options: RegistryOptions;
  readonly rules: ProtocolRules;
  readonly method: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: BodyReader;
  /** Scheme and host of the request, for URLs in answers. */
  readonly origin: string;
  /** The host with its port, as the client named it. */
  readonly host: string;
  /** The prefix of this registry's paths: `/v2/`, and more if the path names the registry. */
  readonly prefix: string;
  /** The account that owns the registry. */
  readonly registryId: string;
  readonly scope: Scope;
}

/** Calls an operation, as the token's principal. */
export function ask<N extends OperationName>(
  { service, scope, registryId }: Exchange,
  operation: N,
  input: object,
): Outcome<OperationOutput<N>> {
  const { outcome } = service.dispatch(operation, { registryId, ...input }, scope);
  return outcome as Outcome<OperationOutput<N>>;
}

/** The registry of the request. */
export function registryOf({ service, registryId, scope }: Exchange): Registry {
  return service.world.registry(registryId, scope.region);
}

/** The repository with a name, after an operation has found it. */
export function repositoryOf(exchange: Exchange, name: string): Repository | undefined {
  return registryOf(exchange).repository(name);
}

/** A URL in an answer: absolute like ECR's [observed], or a path as in the specification. */
export function addressOf({ rules, origin, prefix }: Exchange, rest: string): string {
  return `${rules.profile === 'ecr' ? origin : ''}${prefix}${rest}`;
}

/** The `Link` header for the next page. */
export function nextLink(exchange: Exchange, rest: string, query: Readonly<Record<string, string>>): string {
  return `<${addressOf(exchange, `${rest}?${new URLSearchParams(query).toString()}`)}>; rel="next"`;
}
