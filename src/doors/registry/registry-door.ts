import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { DoorDrop, DoorPace } from '../../service/door-ledger.js';
import { type ProtocolRules, protocolRules } from '../../world/registry-protocol.js';
import { type AllowedHosts, browserFault } from '../http/browser-guard.js';
import {
  type Bearer,
  PREFIX,
  type Place,
  type RegistryWorld,
  bearerOf,
  challenge,
  expired,
  placeOf,
} from './admission.js';
import { hostName, readAddress, servedHost } from './address.js';
import { answerRoute } from './answer-route.js';
import { NOTHING_HERE, type RegistryAnswer, error, plain } from './answer.js';
import { BodyReader } from './body.js';
import { DOWNLOAD_PREFIX, answerDownload, digestOf, downloadPath } from './downloads.js';
import type { Exchange } from './exchange.js';
import { pause } from './pause.js';
import type { RegistryOptions } from './registry-options.js';
import { METHODS, type Route, readRoute, repositoryOf } from './route.js';
import { type Corrupted, endBody, sendAnswer } from './send-answer.js';

/** Pushes and pulls by the registry protocol, on the same world as the API. */
export class RegistryDoor {
  private readonly rules: ProtocolRules;
  /** Set once the server listens. */
  private port = 0;
  private boundTo = '127.0.0.1';
  private allowed: AllowedHosts = [];

  constructor(
    private readonly world: RegistryWorld,
    private readonly options: RegistryOptions = {},
  ) {
    this.rules = protocolRules(options.registry === 'spec' ? 'spec' : 'ecr', options.strictManifests);
  }

  /** Tells the world the URLs of its registries and bytes. */
  open({ host, port }: { readonly host: string; readonly port: number }, allowed: AllowedHosts = []): void {
    this.boundTo = host;
    this.allowed = allowed;
    this.port = port;
    const { blobs, serving } = this.world.service.lasting;
    blobs.keeps = true;
    const { downloadHost = '127.0.0.1', endpoints } = this.options;
    serving.downloadUrl = (digest, accountId, now) =>
      digest.startsWith('sha256:')
        ? `http://${downloadHost}:${port}${downloadPath(digest, accountId, now)}`
        : undefined;
    serving.hostOf =
      endpoints === 'served' ? (accountId, region) => servedHost(accountId, region, port) : undefined;
  }

  /** Removes these URLs from the world. */
  close(): void {
    const { serving } = this.world.service.lasting;
    serving.downloadUrl = undefined;
    serving.hostOf = undefined;
  }

  /** Whether a path belongs to this door. */
  takes(path: string): boolean {
    return path === PREFIX || path.startsWith(`${PREFIX}/`) || path.startsWith(DOWNLOAD_PREFIX);
  }

  /** Answers a request. @returns a line for the log */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<string> {
    const { method = 'GET', url = '/' } = request;
    const { pathname, query } = readUrl(url);
    const { answer, wire } = await this.decide(request, pathname, query).catch(toldTrouble);
    try {
      return `${method} ${pathname} ${await this.send(request, response, answer, wire)}`;
    } finally {
      endBody(answer);
    }
  }

  /** @returns how it ended, for the log */
  private async send(
    request: IncomingMessage,
    response: ServerResponse,
    answer: RegistryAnswer,
    wire: WireFaults,
  ): Promise<string> {
    if (wire.drop?.of === 'request' && wire.drop.afterBytes === 0) {
      request.socket.destroy();
      return 'dropped';
    }
    // A client reads the answer only after it has sent everything.
    if (!request.complete) await new BodyReader(request).drop();
    if (request.socket.destroyed) return 'broken off';
    if (wire.pace?.firstByteAfter !== undefined) await pause(wire.pace.firstByteAfter);
    await sendAnswer(response, request.method ?? 'GET', answer, {
      drop: wire.drop?.of === 'response' ? wire.drop.afterBytes : undefined,
      bytesPerSecond: wire.pace?.bytesPerSecond,
      corrupted: wire.corrupted,
    });
    return `${answer.status}${answer.note === undefined ? '' : ` ${answer.note}`}`;
  }

  private async decide(
    request: IncomingMessage,
    pathname: string,
    query: URLSearchParams,
  ): Promise<{ answer: RegistryAnswer; wire: WireFaults }> {
    const host = request.headers.host ?? `127.0.0.1:${this.port}`;
    const { method = 'GET' } = request;
    const stranger = this.strangerFault(request.headers, host);
    if (stranger !== undefined) return { answer: error(403, 'DENIED', stranger), wire: {} };
    if (pathname.startsWith(DOWNLOAD_PREFIX)) return this.download(request, pathname, query, host);
    const address = readAddress(host);
    if (address.kind === 'malformed') return { answer: NOTHING_HERE, wire: {} };
    const bearer = bearerOf(this.world, request.headers.authorization, this.options.anonymous);
    if (bearer === undefined) return { answer: challenge(this.rules, host), wire: {} };
    const { place, rest, prefix } = placeOf(
      address,
      bearer,
      pathname.slice(PREFIX.length + 1),
      this.options.pathAddressing === true,
    );
    if (place.region !== bearer.region) return { answer: challenge(this.rules, host), wire: {} };
    const route = readRoute(rest);
    if (route === undefined) return { answer: NOTHING_HERE, wire: {} };
    if (!METHODS[route.kind].includes(method)) {
      const allow = METHODS[route.kind].join(', ');
      return { answer: error(405, 'UNSUPPORTED', `${method} is not supported here.`, { allow }), wire: {} };
    }
    if (bearer.isExpired) return { answer: expired(this.rules, host), wire: {} };

    const { faults } = this.world.service;
    const facts = {
      method,
      route: route.kind,
      repository: repositoryOf(route),
      account: place.registryId,
      region: place.region,
    };
    faults.door.note(facts);
    const drop = faults.door.takeDrop(facts);
    const pace = faults.door.takePace(facts);
    const wire = { drop, pace };
    if (drop?.of === 'request' && drop.afterBytes === 0) return { answer: { status: 0 }, wire };
    const fault = faults.door.takeAnswer(facts);
    if (fault !== undefined) {
      const { status, code, message = '', headers = {} } = fault;
      return {
        answer: code === undefined ? { status, headers } : error(status, code, message, headers),
        wire,
      };
    }
    const exchange = this.exchangeOf(request, { method, query, host, prefix, place, bearer, wire });
    return { answer: await this.ask(exchange, route, host), wire };
  }

  private ask(exchange: Exchange, route: Route, host: string): Promise<RegistryAnswer> | RegistryAnswer {
    return answerRoute(exchange, route, (url) => {
      const { service } = this.world;
      const { pathname, query } = readUrl(url);
      const digest = digestOf(pathname);
      const isStale = digest !== undefined && service.faults.door.takeStaleUrl();
      const path = isStale
        ? downloadPath(digest, exchange.registryId, service.clock.now() - 3_600_000)
        : `${pathname}?${query.toString()}`;
      return `${exchange.origin.slice(0, exchange.origin.indexOf('://'))}://${this.downloadHost(host)}${path}`;
    });
  }

  private exchangeOf(
    request: IncomingMessage,
    {
      method,
      query,
      host,
      prefix,
      place,
      bearer,
      wire,
    }: {
      method: string;
      query: URLSearchParams;
      host: string;
      prefix: string;
      place: Place;
      bearer: Bearer;
      wire: WireFaults;
    },
  ): Exchange {
    const { service } = this.world;
    const { drop, pace } = wire;
    let paced = 0;
    const watch = async (received: number): Promise<boolean> => {
      if (pace?.bytesPerSecond !== undefined) {
        await pause(((received - paced) / pace.bytesPerSecond) * 1000);
        paced = received;
      }
      return true;
    };
    const cut = drop?.of === 'request' ? drop.afterBytes : undefined;
    return {
      service,
      options: this.options,
      rules: this.rules,
      method,
      query,
      headers: request.headers,
      body: new BodyReader(request, pace?.bytesPerSecond === undefined ? undefined : watch, cut),
      origin: `http://${host}`,
      host,
      prefix,
      registryId: place.registryId,
      scope: { caller: bearer.caller, region: place.region, protocol: this.rules },
    };
  }

  /** Names of ECR can lead here by a hosts file or a proxy; other foreign names are refused. */
  private strangerFault(headers: IncomingHttpHeaders, host: string): string | undefined {
    const isRegistry = readAddress(host).kind !== 'plain';
    return browserFault(headers, this.boundTo, isRegistry ? 'all' : this.allowed);
  }

  private download(
    request: IncomingMessage,
    pathname: string,
    query: URLSearchParams,
    host: string,
  ): { answer: RegistryAnswer; wire: WireFaults } {
    const { service } = this.world;
    const { method = 'GET' } = request;
    const facts = { method, route: 'download', repository: undefined, account: undefined, region: undefined };
    service.faults.door.note(facts);
    const wire = { drop: service.faults.door.takeDrop(facts), pace: service.faults.door.takePace(facts) };
    if (method !== 'GET' && method !== 'HEAD') {
      return { answer: plain(405, '', { allow: 'GET, HEAD' }), wire };
    }
    const answer = answerDownload(pathname, query, request.headers, {
      blobs: service.lasting.blobs,
      now: service.clock.now(),
      refusesCredentials: isThisComputer(hostName(host)),
    });
    const digest = digestOf(pathname);
    const isCorrupted =
      method === 'GET' &&
      answer.status < 300 &&
      digest !== undefined &&
      service.faults.door.takeCorruption(digest);
    return { answer, wire: { ...wire, corrupted: isCorrupted } };
  }

  /**
   * Another name of the same server: clients drop their credentials only if the name changes and is not a subdomain
   * of the old one.
   */
  private downloadHost(host: string): string {
    const { downloadHost } = this.options;
    const port = /:(\d+)$/.exec(host)?.[1] ?? String(this.port);
    if (downloadHost !== undefined) return `${downloadHost}:${port}`;
    const name = hostName(host);
    if (/^(127(\.\d{1,3}){3}|\[::1\])$/.test(name)) return `localhost:${port}`;
    if (/(^|\.)localhost$/i.test(name) || readAddress(host).kind === 'registry') return `127.0.0.1:${port}`;
    return host;
  }
}

/** An error that is not the client's: a full disk, or a fault declaration that was not finished. */
function toldTrouble(trouble: unknown): { answer: RegistryAnswer; wire: WireFaults } {
  return {
    answer: error(500, 'UNKNOWN', trouble instanceof Error ? trouble.message : String(trouble)),
    wire: {},
  };
}

/** The wire faults that a test set for this request. */
interface WireFaults {
  readonly drop?: Required<DoorDrop> | undefined;
  readonly pace?: DoorPace | undefined;
  readonly corrupted?: Corrupted;
}

/** The other name of this server at which bytes are fetched. */
function isThisComputer(name: string): boolean {
  return /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/i.test(name);
}

/** A client that uses this as a proxy sends the whole URL. */
function readUrl(url: string): { pathname: string; query: URLSearchParams } {
  const [, pathname = '/', query = ''] = /^(?:https?:\/\/[^/?]*)?([^?]*)\??(.*)$/s.exec(url) ?? [];
  return { pathname, query: new URLSearchParams(query) };
}
