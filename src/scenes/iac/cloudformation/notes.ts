import type { PlannedResource } from '../thing.js';
import { isRecord } from '../read-json.js';
import type { StackState } from './stack-state.js';

/** Valid input that may not do what its author expects. */
export function notesOn({ id, thing }: PlannedResource): readonly string[] {
  if (thing.kind !== 'creation template') return [];
  const { resourceTags, encryptionConfiguration, customRoleArn } = thing.input;
  const needsRole =
    (Array.isArray(resourceTags) && resourceTags.length > 0) ||
    (isRecord(encryptionConfiguration) && encryptionConfiguration['encryptionType'] !== 'AES256');
  return needsRole && customRoleArn === undefined
    ? [`${id} has resource tags or KMS encryption, and no CustomRoleArn: ECR makes no repository by it`]
    : [];
}

/** ECR refuses a policy whose principals do not exist at that moment [observed]; here it is only noted. */
export function strangers(
  { resources }: StackState,
  known: ReadonlySet<string>,
  hasStacks: (account: string) => boolean,
): readonly string[] {
  return resources.flatMap(({ id, thing }) => {
    const text =
      thing.kind === 'registry policy'
        ? thing.input.policyText
        : thing.kind === 'repository'
          ? (thing.policies?.policyText ?? '')
          : '';
    const arns = [...text.matchAll(/arn:aws[a-z-]*:iam::(\d{12}):role\/[\w+=,.@/-]+/g)];
    return arns
      .filter(([arn, account = '']) => hasStacks(account) && !known.has(arn))
      .map(
        ([arn]) =>
          `${id} names ${arn}, and no stack makes that role: ECR refuses a policy whose principals do not exist`,
      );
  });
}

/** A policy that asks for an organization lets nobody in before there is one. */
export function organizationNotes(
  { resources }: StackState,
  exists: (id: string) => boolean,
): readonly string[] {
  return resources.flatMap(({ id, thing }) => {
    const text = JSON.stringify(thing);
    const [organization = ''] =
      /o-[a-z0-9]{10,32}/.exec(text.includes('aws:PrincipalOrgID') ? text : '') ?? [];
    return organization === '' || exists(organization)
      ? []
      : [
          `${id} asks for the organization ${organization}: put accounts into it with ecr.organization('${organization}', …)`,
        ];
  });
}
