export { FakeSts, fakeSts } from './fake/fake-sts.js';
export type { FakeStsOptions, StsRoleOptions } from './fake/fake-sts.js';
export type { KnownRoles } from './iam/roles/directory.js';
export type { RoleDefinition } from './iam/roles/role.js';
export type { StsModule } from './doors/sts/sts-module.js';
export type { StsQuery, StsReply } from './doors/sts/sts-query.js';
