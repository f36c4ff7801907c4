export { deploy } from './fake/iac/deploy.js';
export type { DeployOptions, DeploySetOptions } from './fake/iac/deploy-options.js';
export type { Deployed } from './fake/iac/deployed.js';
export { cloudFormationTags } from './scenes/iac/cloudformation/yaml-tags.js';
export { applyTerraform } from './fake/iac/apply-terraform.js';
export type { AppliedTerraform, TerraformOptions } from './fake/iac/apply-terraform.js';
export { deployAssembly } from './fake/iac/deploy-assembly.js';
export type { AssemblyOptions } from './fake/iac/deploy-assembly.js';
