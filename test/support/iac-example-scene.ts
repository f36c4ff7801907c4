/** What examples of fake-ecr/iac take for granted: a template, what was deployed of it, a plan, a folder. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import yaml from 'yaml';
import type { FakeEcr } from '../../src/index.js';
import * as iac from '../../src/iac.js';
import { AT, SOURCE, identity, plan, repository, role, template } from '../iac/scene.js';

/** Whether an example is about templates or plans. */
export function isOfIac(code: string): boolean {
  return /deploy|applyTerraform|applied\.|cloudFormationTags|terraform/i.test(code);
}

/**
 * The names that such examples use, in a world that has nothing else.
 *
 * @param atEnd takes what has to be done afterwards
 */
export function iacScene(
  ecr: FakeEcr,
  code: string,
  atEnd: (run: () => void) => void,
): Record<string, unknown> {
  ecr.reset();
  const folder = mkdtempSync(join(tmpdir(), 'fake-ecr-example-'));
  atEnd(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const whole = template({
    Payments: repository({ RepositoryName: 'payments', EmptyOnDelete: true }),
    CiRole: role({ Policies: [{ PolicyName: 'push', PolicyDocument: identity('ecr:*') }] }),
  });
  writeFileSync(join(folder, 'Source.template.json'), JSON.stringify(whole));
  const stack = {
    type: 'aws:cloudformation:stack',
    environment: `aws://${SOURCE}/us-west-2`,
    properties: { templateFile: 'Source.template.json' },
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts: { Source: stack } }));
  const json = plan('terraform-state-two-providers');
  const ownDeployment = /\bdeploy(Assembly)?\(/.test(code);
  return {
    ...iac,
    yaml,
    template: whole,
    plan: json,
    readFileSync: () => yaml.stringify(whole),
    deployAssembly: (world: FakeEcr) => iac.deployAssembly(world, folder),
    ...(ownDeployment || code.includes('applyTerraform(') ? {} : { deployed: iac.deploy(ecr, whole, AT) }),
    ...(code.includes('applied.') ? { applied: appliedIn(ecr, json) } : {}),
  };
}

function appliedIn(ecr: FakeEcr, json: object): iac.AppliedTerraform {
  ecr.reset();
  return iac.applyTerraform(ecr, json);
}
