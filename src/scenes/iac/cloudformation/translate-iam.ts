import { asText } from '../read-json.js';
import type { PrincipalThing } from '../thing.js';
import { attributesOf } from './attributes.js';
import { type Translator, at, documentText, oneDocument, recordsOf, tagsOf, textsOf } from './translation.js';

/** `AWS::IAM::Role`, `User` and `Group`. */
export const translatePrincipal: Translator = (resource) => {
  const { type, name, properties, stack, tags, writtenAt } = resource;
  const {
    ManagedPolicyArns,
    Groups,
    PermissionsBoundary,
    AssumeRolePolicyDocument: trust,
    MaxSessionDuration,
  } = properties;
  const principal: PrincipalThing = {
    type: type.slice('AWS::IAM::'.length).toLowerCase() as PrincipalThing['type'],
    name,
    arn: attributesOf(type, name, properties, stack)['Arn'] ?? '',
    policies: recordsOf(properties, 'Policies').map(({ PolicyDocument }, index) => ({
      text: documentText(PolicyDocument),
      written: writtenAt(at('Policies', index, 'PolicyDocument')),
    })),
    managedPolicyArns: textsOf(ManagedPolicyArns),
    groups: textsOf(Groups),
    tags: Object.fromEntries(tagsOf(tags).map(({ Key, Value }) => [Key, Value])) as Record<string, string>,
    ...(PermissionsBoundary === undefined ? {} : { boundary: asText(PermissionsBoundary) }),
    ...(trust === undefined
      ? {}
      : { trust: { text: documentText(trust), written: writtenAt(at('AssumeRolePolicyDocument')) } }),
    ...(MaxSessionDuration === undefined ? {} : { maxSessionDuration: Number(MaxSessionDuration) }),
  };
  return oneDocument({ kind: 'principal', principal }, 'principal', at(), resource);
};

/** `AWS::IAM::Policy`, `ManagedPolicy`, `RolePolicy` and `UserPolicy`: attached by name. */
export const translatePolicy: Translator = (resource) => {
  const { type, name, properties, stack, writtenAt } = resource;
  const { PolicyDocument, RoleName, UserName, Roles, Users, Groups } = properties;
  const names = (list: unknown, one?: unknown) => (one === undefined ? textsOf(list) : [asText(one)]);
  const path = at('PolicyDocument');
  const policy = {
    ...(type === 'AWS::IAM::ManagedPolicy' ? { arn: attributesOf(type, name, properties, stack).Ref } : {}),
    document: { text: documentText(PolicyDocument), written: writtenAt(path) },
    roles: names(Roles, RoleName),
    users: names(Users, UserName),
    groups: names(Groups),
  };
  return oneDocument({ kind: 'identity policy', policy }, 'identity policy', path, resource);
};
