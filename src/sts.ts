export { fakeSts } from './fake/fake-sts.js';
export type { FakeSts, FakeStsOptions } from './fake/fake-sts.js';
export type { StsRoleOptions } from './iam/roles/role-options.js';
