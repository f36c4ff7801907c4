/** Members of inputs that are texts on their own. */
export const TEXTS = [
  'RoleArn',
  'RoleSessionName',
  'Policy',
  'ExternalId',
  'SourceIdentity',
  'SerialNumber',
  'TokenCode',
  'WebIdentityToken',
  'ProviderId',
] as const;

/** Members that are lists, with the members of their entries; none where entries are texts. */
export const LISTS: Readonly<Record<string, readonly string[]>> = {
  PolicyArns: ['arn'],
  Tags: ['Key', 'Value'],
  TransitiveTagKeys: [],
};
