import { isFailure } from '../../domain/failure.js';
import { startPreview } from '../../engines/lifecycle/preview.js';
import { withRepository } from '../context.js';
import type { Operation } from '../operation.js';

export const startLifecyclePolicyPreview: Operation<'StartLifecyclePolicyPreview'> = {
  name: 'StartLifecyclePolicyPreview',
  handle(input, context) {
    return withRepository(context, input, (repository) => {
      const preview = startPreview(repository, input.lifecyclePolicyText, context.engines, context);
      if (isFailure(preview)) return preview;
      return {
        registryId: repository.registry.accountId,
        repositoryName: repository.name,
        lifecyclePolicyText: preview.text,
        status: preview.status,
      };
    });
  },
};
