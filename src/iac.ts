export { deploy } from './fake/iac/deploy.js';
export type { DeployOptions, DeploySetOptions, DeployTarget } from './fake/iac/deploy.js';
export { Deployed } from './fake/iac/deployed.js';
export type { DeployedResource } from './fake/iac/deployed.js';
export { cloudFormationTags } from './scenes/iac/yaml-tags.js';
export type { YamlTag } from './scenes/iac/yaml-tags.js';
