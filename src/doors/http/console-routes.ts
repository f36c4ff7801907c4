import type { ConsoleViews, RepositoryAddress, Slice } from '../../inspect/console/console-views.js';
import type { ControlQuery } from './control-query.js';

/** The longest part of a list that is answered at once. */
const MOST_ROWS = 200;
const DEFAULT_ROWS = 50;

/** @returns undefined if what is asked for is not there */
type View = (views: ConsoleViews, query: ControlQuery) => object | undefined;

/** The console's data, by route below `/_fake-ecr/`, all read with GET. */
export const CONSOLE_VIEWS: Readonly<Record<string, View>> = {
  'console/world': (views, query) => {
    const version = query.text('version') === undefined ? undefined : query.count('version', 1e15, 0);
    return views.world(version);
  },
  'console/registry': (views, query) => views.registry(query.requiredRegistry('registry')),
  'console/repositories': (views, query) =>
    views.repositories(query.requiredRegistry('registry'), query.text('text') ?? '', sliceOf(query)),
  'console/repository': (views, query) => views.repository(repositoryOf(query)),
  'console/images': (views, query) =>
    views.images(repositoryOf(query), query.text('text') ?? '', sliceOf(query)),
  'console/image': (views, query) => views.image(repositoryOf(query), digestOf(query)),
  'console/findings': (views, query) => views.findings(repositoryOf(query), digestOf(query), sliceOf(query)),
  'console/lifecycle': (views, query) => views.lifecycle(repositoryOf(query), sliceOf(query)),
  'console/timeline': (views, query) => {
    const before = query.text('before') === undefined ? undefined : query.count('before', 1e15, 0);
    const account = query.text('account');
    const repository = query.text('repository');
    const outcome = query.oneOf('outcome', ['failed', 'succeeded']);
    const text = query.text('text');
    const filter = {
      ...(account === undefined ? {} : { account }),
      ...(repository === undefined ? {} : { repository }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(text === undefined ? {} : { text }),
    };
    return views.timeline(filter, query.count('limit', MOST_ROWS, DEFAULT_ROWS), before);
  },
  'console/explain': (views, query) =>
    views.explain(
      query.required('image', 'an image, for example payments:v1'),
      query.requiredRegistry('destination'),
      query.registry('source'),
    ),
};

function sliceOf(query: ControlQuery): Slice {
  return {
    offset: query.count('offset', 1e9, 0),
    limit: query.count('limit', MOST_ROWS, DEFAULT_ROWS),
  };
}

function repositoryOf(query: ControlQuery): RepositoryAddress {
  return {
    registry: query.requiredRegistry('registry'),
    repository: query.required('repository', "a repository's name"),
  };
}

function digestOf(query: ControlQuery): string {
  return query.required('digest', 'a digest, for example sha256:0123…');
}
