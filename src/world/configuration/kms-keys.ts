/** What may be the matter with a key, in the words of KMS's `KeyState`; `NotFound` is one that is not there. */
export const KMS_KEY_STATES = [
  'Enabled',
  'Disabled',
  'PendingDeletion',
  'PendingImport',
  'NotFound',
] as const;

export type KmsKeyState = (typeof KMS_KEY_STATES)[number];

/** The KMS keys of one account in one Region, as far as a test spoke of them: all others are there and enabled. */
export class KmsKeys {
  /** By ARN of the key; enabled ones are left out. */
  private readonly states = new Map<string, KmsKeyState>();

  stateOf(keyArn: string): KmsKeyState {
    return this.states.get(keyArn) ?? 'Enabled';
  }

  set(keyArn: string, state: KmsKeyState): void {
    if (state === 'Enabled') this.states.delete(keyArn);
    else this.states.set(keyArn, state);
  }

  entries(): Iterable<[keyArn: string, state: KmsKeyState]> {
    return this.states;
  }
}
