/** Masks that make an observation anonymous. */
export interface MaskOptions {
  /** The mask of each account, by its twelve digits. */
  readonly accounts: Readonly<Record<string, string>>;
  /** The prefix of names in this run. */
  readonly prefix: string;
}

/** Members whose values differ between any two calls, or are secrets. */
const HIDDEN: Readonly<Record<string, string>> = {
  authorizationToken: '<token>',
  downloadUrl: '<url>',
  layerDownloadUrl: '<url>',
  nextToken: '<page>',
  uploadId: '<id>',
};

/** How many characters of a text are kept. */
const LONGEST = 4_000;

/**
 * A value as data that can be compared and shown: accounts, callers, keys, tokens, addresses and moments are masked,
 * and so is what differs between any two runs.
 *
 * @example
 * masked({ registryId: '111122223333' }, { accounts: { '111122223333': '<account>' }, prefix: 'p' });
 */
export function masked(value: unknown, options: MaskOptions): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return maskedText(value, options);
  if (typeof value !== 'object') return value;
  if (value instanceof Date) return '<moment>';
  if (value instanceof Uint8Array) return `<${value.byteLength} bytes>`;
  if (Array.isArray(value)) return value.map((one) => masked(one, options));
  const copy: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (name === '$metadata' || member === undefined) continue;
    copy[maskedText(name, options)] = HIDDEN[name] ?? masked(member, options);
  }
  return copy;
}

function maskedText(text: string, { accounts, prefix }: MaskOptions): string {
  let hidden = text
    .replaceAll(prefix, '<prefix>')
    .replace(/arn:aws[a-z-]*:(iam|sts)::\d{12}:(?!root)[\w+=,.@/-]+/g, '<caller>')
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>')
    .replace(/\bA(IDA|ROA|KIA|SIA)[A-Z0-9]{12,}\b/g, '<id>')
    .replace(/\bo-[a-z0-9]{10,32}\b/g, '<organization>');
  for (const [id, name] of Object.entries(accounts)) hidden = hidden.replaceAll(id, name);
  // Digits in a digest are not an account.
  hidden = hidden.replace(/(?<![0-9a-f])\d{12}(?![0-9a-f])/g, '<an account>');
  return hidden.length > LONGEST ? `${hidden.slice(0, LONGEST)}…` : hidden;
}
