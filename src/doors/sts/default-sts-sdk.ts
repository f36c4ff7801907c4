import * as clientSts from '@aws-sdk/client-sts';
import { rememberGivenCredentials } from '../client-mock/given-credentials.js';
import type { StsModule } from './sts-module.js';

/**
 * The copy of the STS client that this package finds, the test's own in most cases. Apart from the rest of the door,
 * which every entry loads: that package is an optional peer.
 */
export const DEFAULT_STS_SDK: StsModule = clientSts;

rememberGivenCredentials(DEFAULT_STS_SDK.STSClient);
