import { partitionOf } from '../../../aws/regions.js';
import { asText, isRecord } from '../read-json.js';
import { listOf } from './read-terraform.js';
import { type Translator, documentAt, made, textsOf } from './translation.js';

/** `aws_iam_role` and `aws_iam_user`. */
export const translatePrincipal: Translator = (resource) => {
  const { type, values, account, region } = resource;
  const kind = type === 'aws_iam_role' ? 'role' : 'user';
  const name = asText(values['name']);
  const path = asText(values['path'] ?? '/');
  const inline = listOf(values, 'inline_policy').map((one) => one['policy']);
  const { permissions_boundary: boundary, assume_role_policy: trust, tags_all: tags } = values;
  const { max_session_duration: seconds } = values;
  return made(
    resource,
    {
      kind: 'principal',
      principal: {
        type: kind,
        name,
        arn: `arn:${partitionOf(region).id}:iam::${account}:${kind}${path}${name}`,
        policies: inline.flatMap((text, index) =>
          typeof text === 'string' && text !== ''
            ? [{ text, written: documentAt(resource, ['inline_policy', index, 'policy']) }]
            : [],
        ),
        managedPolicyArns: textsOf(values['managed_policy_arns']),
        groups: [],
        tags: Object.fromEntries(
          Object.entries(isRecord(tags) ? tags : {}).map(([key, value]) => [key, asText(value)]),
        ),
        ...(typeof boundary === 'string' && boundary !== '' ? { boundary } : {}),
        ...(typeof trust === 'string'
          ? { trust: { text: trust, written: documentAt(resource, ['assume_role_policy']) } }
          : {}),
        ...(typeof seconds === 'number' ? { maxSessionDuration: seconds } : {}),
      },
    },
    name,
  );
};

/** Policies of IAM, and their attachments by name. */
export const translatePolicy: Translator = (resource) => {
  const { type, values, account, region } = resource;
  const names = (one: unknown, list?: unknown) =>
    one === undefined || one === null ? textsOf(list) : [asText(one)];
  const { policy_arn: attached, arn, path = '/', name } = values;
  const ownArn = arn ?? `arn:${partitionOf(region).id}:iam::${account}:policy${asText(path)}${asText(name)}`;
  return made(
    resource,
    {
      kind: 'identity policy',
      policy: {
        ...(type === 'aws_iam_policy' ? { arn: asText(ownArn) } : {}),
        ...(typeof attached === 'string' ? { attaches: attached } : {}),
        document: { text: asText(values['policy'] ?? ''), written: documentAt(resource, ['policy']) },
        roles: names(values['role'], values['roles']),
        users: names(values['user'], values['users']),
        groups: names(values['group'], values['groups']),
      },
    },
    asText(name ?? account),
    ['policy'],
  );
};
