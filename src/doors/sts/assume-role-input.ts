import type { Failure } from '../../domain/failure.js';
import { LONGEST_SESSION } from '../../directory/role.js';
import { numberViolations, refusalOf, textViolations } from './constraints.js';

/** What all ways to assume a role are told. */
export interface AssumptionInput {
  readonly RoleArn?: string | undefined;
  readonly RoleSessionName?: string | undefined;
  readonly DurationSeconds?: number | undefined;
  /** JSON text. */
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly { readonly arn?: string | undefined }[] | undefined;
}

export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export interface AssumeRoleInput extends AssumptionInput {
  readonly ExternalId?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly TransitiveTagKeys?: readonly string[] | undefined;
  readonly SourceIdentity?: string | undefined;
  readonly SerialNumber?: string | undefined;
  readonly TokenCode?: string | undefined;
}

export interface WebIdentityInput extends AssumptionInput {
  readonly WebIdentityToken?: string | undefined;
  readonly ProviderId?: string | undefined;
}

const NAME = '[\\w+=,.@-]*';
const ARN = { min: 20, max: 2048 };

/** Checks the members that both ways share [docs]. */
function sharedViolations(input: AssumptionInput): readonly string[] {
  const { RoleArn, RoleSessionName, DurationSeconds, Policy, PolicyArns } = input;
  return [
    ...textViolations('roleArn', RoleArn, { ...ARN, isRequired: true }),
    ...textViolations('roleSessionName', RoleSessionName, {
      min: 2,
      max: 64,
      pattern: NAME,
      isRequired: true,
    }),
    ...numberViolations('durationSeconds', DurationSeconds, { min: 900, max: LONGEST_SESSION }),
    ...textViolations('policy', Policy, { min: 1, max: 2048 }),
    ...(PolicyArns ?? []).flatMap(({ arn }, index) =>
      textViolations(`policyArns.${index + 1}.member.arn`, arn, ARN),
    ),
  ];
}

/** @returns the refusal of a malformed input of AssumeRole, or undefined */
export function assumeRoleFault(input: AssumeRoleInput): Failure | undefined {
  const { ExternalId, Tags, TransitiveTagKeys, SourceIdentity, SerialNumber, TokenCode } = input;
  return refusalOf([
    ...sharedViolations(input),
    ...textViolations('externalId', ExternalId, { min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' }),
    ...textViolations('sourceIdentity', SourceIdentity, { min: 2, max: 64, pattern: NAME }),
    ...textViolations('serialNumber', SerialNumber, { min: 9, max: 256, pattern: '[\\w+=/:,.@-]*' }),
    ...textViolations('tokenCode', TokenCode, { min: 6, max: 6, pattern: '[\\d]*' }),
    ...(Tags ?? []).flatMap(({ Key, Value }, index) => [
      ...textViolations(`tags.${index + 1}.member.key`, Key, { min: 1, max: 128, isRequired: true }),
      ...textViolations(`tags.${index + 1}.member.value`, Value, { min: 0, max: 256, isRequired: true }),
    ]),
    ...(TransitiveTagKeys ?? []).flatMap((key, index) =>
      textViolations(`transitiveTagKeys.${index + 1}.member`, key, { min: 1, max: 128 }),
    ),
  ]);
}

/** @returns the refusal of a malformed input of AssumeRoleWithWebIdentity, or undefined */
export function webIdentityFault(input: WebIdentityInput): Failure | undefined {
  return refusalOf([
    ...sharedViolations(input),
    ...textViolations('webIdentityToken', input.WebIdentityToken, { min: 4, max: 20_000, isRequired: true }),
    ...textViolations('providerId', input.ProviderId, { min: 4, max: 2048 }),
  ]);
}
