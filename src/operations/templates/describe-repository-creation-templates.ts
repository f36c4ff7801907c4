import { isSamePrefix } from '../../domain/creation-template.js';
import { isFailure } from '../../domain/failure.js';
import { DEFAULT_PAGE, nextTokenOf, positionedRows, takePage } from '../../domain/page-token.js';
import type { Registry } from '../../domain/registry.js';
import { registryOf } from '../context.js';
import type { Operation } from '../operation.js';
import { templateShape } from './template-shape.js';

export const describeRepositoryCreationTemplates: Operation<'DescribeRepositoryCreationTemplates'> = {
  name: 'DescribeRepositoryCreationTemplates',
  handle(input, context) {
    const registry = registryOf(context);
    const page = takePage(
      `DescribeRepositoryCreationTemplates ${registry.key} ${JSON.stringify(input.prefixes ?? [])}`,
      input.nextToken,
      input.maxResults ?? DEFAULT_PAGE,
      (start) => positionedRows(templatesOf(registry, input.prefixes, start?.position)),
    );
    if (isFailure(page)) return page;
    return {
      registryId: registry.accountId,
      repositoryCreationTemplates: page.items.map(templateShape),
      ...nextTokenOf(page),
    };
  },
};

/** A prefix without a template is no error here: the operation models none [docs]. */
function* templatesOf(
  registry: Registry,
  prefixes: readonly string[] | undefined,
  position: number | undefined,
) {
  for (const template of registry.templates.list(position)) {
    if (
      prefixes === undefined ||
      prefixes.length === 0 ||
      prefixes.some((prefix) => isSamePrefix(prefix, template.prefix))
    )
      yield template;
  }
}
