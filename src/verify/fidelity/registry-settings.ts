import type { RegistryScanningConfiguration, ReplicationRule } from '@aws-sdk/client-ecr';
import type * as sdk from '@aws-sdk/client-ecr';
import type { Place } from './place.js';

/** The SDK, as far as settings are saved and put back. */
export type SettingsSdk = Pick<
  typeof sdk,
  | 'DescribeRegistryCommand'
  | 'GetRegistryPolicyCommand'
  | 'GetRegistryScanningConfigurationCommand'
  | 'PutReplicationConfigurationCommand'
  | 'PutRegistryPolicyCommand'
  | 'DeleteRegistryPolicyCommand'
  | 'PutRegistryScanningConfigurationCommand'
>;

/** The settings of a whole registry that probes may change, as they were. */
export interface SavedSettings {
  readonly replication: readonly ReplicationRule[];
  /** Absent if there is none. */
  readonly policyText?: string;
  readonly scanning: RegistryScanningConfiguration;
}

/** Reads the settings of a registry. */
export async function readSettings(sdk: SettingsSdk, { client }: Place): Promise<SavedSettings> {
  const { replicationConfiguration } = await client.send(new sdk.DescribeRegistryCommand({}));
  const { scanningConfiguration } = await client.send(new sdk.GetRegistryScanningConfigurationCommand({}));
  const policyText = await client.send(new sdk.GetRegistryPolicyCommand({})).then(
    (answer) => answer.policyText,
    (error: unknown) => {
      if ((error as Error).name === 'RegistryPolicyNotFoundException') return undefined;
      throw error;
    },
  );
  return {
    replication: replicationConfiguration?.rules ?? [],
    scanning: scanningConfiguration ?? { scanType: 'BASIC', rules: [] },
    ...(policyText === undefined ? {} : { policyText }),
  };
}

/**
 * Puts the settings of a registry back, those that are not as they were.
 *
 * @returns whether all of them are as they were now
 */
export async function putSettingsBack(
  sdk: SettingsSdk,
  place: Place,
  saved: SavedSettings,
): Promise<boolean> {
  const { client } = place;
  const now = await readSettings(sdk, place);
  if (!isSame(now.replication, saved.replication)) {
    const replicationConfiguration = { rules: [...saved.replication] };
    await client.send(new sdk.PutReplicationConfigurationCommand({ replicationConfiguration }));
  }
  if (!isSame(now.scanning, saved.scanning)) {
    await client.send(new sdk.PutRegistryScanningConfigurationCommand(saved.scanning));
  }
  if (now.policyText !== saved.policyText) {
    await (saved.policyText === undefined
      ? client.send(new sdk.DeleteRegistryPolicyCommand({}))
      : client.send(new sdk.PutRegistryPolicyCommand({ policyText: saved.policyText })));
  }
  return isSame(await readSettings(sdk, place), saved);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
