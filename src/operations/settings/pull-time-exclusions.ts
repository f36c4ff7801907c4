import { isFailure } from '../../aws/failure.js';
import type { Operation } from '../operation.js';
import { DEFAULT_PAGE, nextTokenOf, positionedRows, takePage } from '../page-token.js';

export const registerPullTimeUpdateExclusion: Operation<'RegisterPullTimeUpdateExclusion'> = {
  name: 'RegisterPullTimeUpdateExclusion',
  handle({ principalArn }, context) {
    const exclusion = context.registry.pullTimeExclusions.register(principalArn, context.now);
    if (isFailure(exclusion)) return exclusion;
    return { principalArn, createdAt: new Date(exclusion.createdAt) };
  },
};

export const deregisterPullTimeUpdateExclusion: Operation<'DeregisterPullTimeUpdateExclusion'> = {
  name: 'DeregisterPullTimeUpdateExclusion',
  handle({ principalArn }, context) {
    const exclusion = context.registry.pullTimeExclusions.deregister(principalArn);
    return isFailure(exclusion) ? exclusion : { principalArn };
  },
};

export const listPullTimeUpdateExclusions: Operation<'ListPullTimeUpdateExclusions'> = {
  name: 'ListPullTimeUpdateExclusions',
  handle(input, context) {
    const { registry } = context;
    const page = takePage(
      `ListPullTimeUpdateExclusions ${registry.key}`,
      input.nextToken,
      input.maxResults ?? DEFAULT_PAGE,
      (start) => positionedRows(registry.pullTimeExclusions.list(start?.position)),
    );
    if (isFailure(page)) return page;
    return {
      pullTimeUpdateExclusions: page.items.map((exclusion) => exclusion.principalArn),
      ...nextTokenOf(page),
    };
  },
};
