import { LISTS, TEXTS } from './sts-members.js';

/**
 * The input of an operation from a form: lists are numbered from 1, for example `Tags.member.1.Key` [docs].
 * Fields that no modelled operation has are passed over.
 *
 * @param form the fields of a request
 * @returns the input as the SDK names its members
 * @example
 * queryInput(new URLSearchParams('PolicyArns.member.1.arn=…')); // { PolicyArns: [{ arn: '…' }] }
 */
export function queryInput(form: URLSearchParams): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const name of TEXTS) {
    const value = form.get(name);
    if (value !== null) input[name] = value;
  }
  const duration = form.get('DurationSeconds');
  if (duration !== null) input['DurationSeconds'] = Number(duration);
  for (const [name, members] of Object.entries(LISTS)) {
    const list = listIn(form, name, members);
    if (list.length > 0) input[name] = list;
  }
  return input;
}

function listIn(form: URLSearchParams, name: string, members: readonly string[]): readonly unknown[] {
  const list: unknown[] = [];
  for (;;) {
    const entry = `${name}.member.${list.length + 1}`;
    const text = form.get(entry);
    const found = members.flatMap((member): [string, string][] => {
      const value = form.get(`${entry}.${member}`);
      return value === null ? [] : [[member, value]];
    });
    if (text === null && found.length === 0) return list;
    list.push(members.length === 0 ? text : Object.fromEntries(found));
  }
}
