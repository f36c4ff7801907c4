import { Failure, type Outcome, invalidParameter, isFailure } from '../../aws/failure.js';
import { MEDIA_TYPES } from '../../world/images/manifest.js';
import { type RegistryAnswer, refuse } from './answer.js';
import { type Exchange, ask, nextLink, registryOf, repositoryOf } from './exchange.js';

/** Rows on a page if the client does not say [observed]. */
const PAGE = 100;
/** Referrers on a page [assumed]. */
const REFERRERS_PAGE = 50;

/** `GET` of the tags of a repository. */
export function listTags(exchange: Exchange, name: string): RegistryAnswer {
  const { rules } = exchange;
  const asked = numberOf(exchange);
  if (isFailure(asked)) return refuse(asked, rules.profile, 'list');
  const filter = { tagStatus: 'TAGGED' };
  if (rules.profile === 'spec') {
    const listed = ask(exchange, 'ListImages', { repositoryName: name, filter });
    if (isFailure(listed)) return refuse(listed, rules.profile, 'list');
    const tags = [...(repositoryOf(exchange, name)?.tagNames() ?? [])];
    return specPage(exchange, `${name}/tags/list`, tags, asked, (page) => ({ name, tags: page }));
  }
  const listed = ask(exchange, 'ListImages', { repositoryName: name, filter, ...pageOf(exchange, asked) });
  if (isFailure(listed)) return refuse(ofToken(listed), rules.profile, 'list');
  const tags = (listed.imageIds ?? []).map(({ imageTag }) => imageTag);
  return listing(exchange, `${name}/tags/list`, { name, tags }, asked, listed.nextToken);
}

/** `GET` of the repositories of a registry. */
export function listRepositories(exchange: Exchange): RegistryAnswer {
  const { rules } = exchange;
  const asked = numberOf(exchange);
  if (isFailure(asked)) return refuse(asked, rules.profile, 'list');
  if (rules.profile === 'spec') {
    const listed = ask(exchange, 'DescribeRepositories', {});
    if (isFailure(listed)) return refuse(listed, rules.profile, 'list');
    const names = [...registryOf(exchange).repositories()].map((repository) => repository.name);
    return specPage(exchange, '_catalog', names, asked, (repositories) => ({ repositories }));
  }
  const listed = ask(exchange, 'DescribeRepositories', pageOf(exchange, asked));
  if (isFailure(listed)) return refuse(ofToken(listed), rules.profile, 'list');
  const repositories = (listed.repositories ?? []).map(({ repositoryName }) => repositoryName);
  return listing(exchange, '_catalog', { repositories }, asked, listed.nextToken);
}

/** `GET` of an image's referrers: signatures, SBOMs and the like. */
export function listReferrers(exchange: Exchange, name: string, digest: string): RegistryAnswer {
  const { rules, query } = exchange;
  const artifactType = query.get('artifactType');
  const last = query.get('last');
  const listed = ask(exchange, 'ListImageReferrers', {
    repositoryName: name,
    subjectId: { imageDigest: digest },
    maxResults: REFERRERS_PAGE,
    ...(artifactType === null ? {} : { filter: { artifactTypes: [artifactType] } }),
    ...(last === null ? {} : { nextToken: last }),
  });
  if (isFailure(listed)) return refuse(ofToken(listed), rules.profile, 'list');
  const manifests = (listed.referrers ?? []).map(
    ({ mediaType, digest: of, size, artifactType: type, annotations }) => ({
      mediaType,
      digest: of,
      size,
      ...(type === undefined ? {} : { artifactType: type }),
      ...(annotations === undefined ? {} : { annotations }),
    }),
  );
  const { nextToken } = listed;
  const rest = `${name}/referrers/${digest}`;
  const more = { ...(artifactType === null ? {} : { artifactType }), last: nextToken ?? '' };
  return {
    status: 200,
    headers: {
      'content-type': MEDIA_TYPES.ociIndex,
      ...(artifactType === null ? {} : { 'oci-filters-applied': 'artifactType' }),
      ...(nextToken === undefined ? {} : { link: nextLink(exchange, rest, more) }),
    },
    body: JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPES.ociIndex, manifests }),
  };
}

/** How many rows are requested, if the client says. */
function numberOf({ query, rules }: Exchange): Outcome<number | undefined> {
  const text = query.get('n');
  if (text === null) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  if (rules.profile === 'spec') return new Failure('InvalidParameterException', `n is '${text}'.`);
  return invalidParameter('maxResults', 'Member must have value greater than or equal to 1');
}

function pageOf({ query }: Exchange, asked: number | undefined): object {
  const last = query.get('last');
  return { maxResults: asked ?? PAGE, ...(last === null ? {} : { nextToken: last }) };
}

/** ECR's text in this protocol for an unknown page token [observed on ECR Public]. */
function ofToken(failure: Failure): Failure {
  return failure.message?.startsWith("Invalid parameter at 'nextToken'") === true
    ? invalidParameter('NextToken', 'Invalid next token provided')
    : failure;
}

function listing(
  exchange: Exchange,
  rest: string,
  body: object,
  asked: number | undefined,
  nextToken: string | undefined,
): RegistryAnswer {
  const isSpec = exchange.rules.profile === 'spec';
  const link: Readonly<Record<string, string>> =
    nextToken === undefined
      ? {}
      : { link: nextLink(exchange, rest, { last: nextToken, n: String(asked ?? PAGE) }) };
  return {
    status: 200,
    // ECR gives no better type [observed].
    headers: { 'content-type': isSpec ? 'application/json' : 'text/plain; charset=utf-8', ...link },
    body: JSON.stringify(body),
  };
}

/** By the specification: in alphabetical order, after `last`, and all of them if no number is given. */
function specPage(
  exchange: Exchange,
  rest: string,
  names: readonly string[],
  asked: number | undefined,
  bodyOf: (page: readonly string[]) => object,
): RegistryAnswer {
  const last = exchange.query.get('last');
  const sorted = [...names].sort((one, other) => (one < other ? -1 : 1));
  const after = last === null ? sorted : sorted.filter((name) => name > last);
  const page = asked === undefined ? after : after.slice(0, asked);
  const next = page.length > 0 && page.length < after.length ? page.at(-1) : undefined;
  return listing(exchange, rest, bodyOf(page), asked, next);
}
