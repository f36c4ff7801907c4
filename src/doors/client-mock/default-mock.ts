import { mockClient } from 'aws-sdk-client-mock';

/**
 * The `mockClient` of the copy that is loaded with this package, as its SDK is. A runner that empties its registry of modules may
 * hand out other copies later.
 */
export const stubClient: typeof mockClient = mockClient;
