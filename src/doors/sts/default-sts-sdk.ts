import * as clientSts from '@aws-sdk/client-sts';
import { rememberGivenCredentials } from '../client-mock/given-credentials.js';
import type { StsModule } from './sts-module.js';

/**
 * The copy of the STS client that this package resolves, usually also the test's. In a separate file, since every
 * entry loads the rest of the door and that package is an optional peer.
 */
export const DEFAULT_STS_SDK: StsModule = clientSts;

rememberGivenCredentials(DEFAULT_STS_SDK.STSClient);
