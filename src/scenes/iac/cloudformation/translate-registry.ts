import { asText, recordOf } from '../read-json.js';
import { refuse } from '../refuse.js';
import { type Translator, at, documentText, filtersOf, oneDocument, recordsOf } from './translation.js';

/** `AWS::ECR::ReplicationConfiguration`: the whole replication document of a registry. */
export const translateReplication: Translator = (resource) => {
  const rules = recordsOf(recordOf(resource.properties, 'ReplicationConfiguration'), 'Rules');
  const path = at('ReplicationConfiguration');
  if (rules.length === 0) {
    throw refuse(resource.place, [...path, 'Rules'], 'is empty.', 'Delete the resource for no rules.');
  }
  const replicationConfiguration = {
    rules: rules.map((rule) => ({
      destinations: recordsOf(rule, 'Destinations').map(({ Region, RegistryId }) => ({
        region: asText(Region),
        registryId: asText(RegistryId),
      })),
      ...filtersOf(rule),
    })),
  };
  const kind = 'replication configuration';
  return oneDocument({ kind, input: { replicationConfiguration } }, kind, path, resource);
};

/** `AWS::ECR::RegistryPolicy`. */
export const translateRegistryPolicy: Translator = (resource) => {
  const policyText = documentText(resource.properties['PolicyText']);
  const kind = 'registry policy';
  return oneDocument({ kind, input: { policyText } }, kind, at('PolicyText'), resource);
};

/** `AWS::ECR::RegistryScanningConfiguration`. */
export const translateScanning: Translator = (resource) => {
  const { properties } = resource;
  const rules = recordsOf(properties, 'Rules').map((rule) => ({
    scanFrequency: rule['ScanFrequency'],
    ...filtersOf(rule),
  }));
  const kind = 'scanning configuration';
  return oneDocument({ kind, input: { scanType: properties['ScanType'], rules } }, kind, at(), resource);
};

/** `AWS::ECR::SigningConfiguration`. */
export const translateSigning: Translator = (resource) => {
  const rules = recordsOf(resource.properties, 'Rules').map((rule) => ({
    signingProfileArn: asText(rule['SigningProfileArn']),
    ...filtersOf(rule),
  }));
  const kind = 'signing configuration';
  return oneDocument({ kind, input: { signingConfiguration: { rules } } }, kind, at(), resource);
};

/** `AWS::ECR::PullThroughCacheRule`: its members are those of the API. */
export const translateCacheRule: Translator = (resource) => {
  const members = Object.entries(resource.properties).map(([key, value]): [string, string] => [
    key.charAt(0).toLowerCase() + key.slice(1),
    asText(value),
  ]);
  const input = { ecrRepositoryPrefix: '', ...Object.fromEntries(members) };
  const kind = 'pull-through cache rule';
  const translation = oneDocument({ kind, input }, kind, at(), resource);
  const places = members.map(([name]) => [name, at(name.charAt(0).toUpperCase() + name.slice(1))] as const);
  return { ...translation, places: { ...translation.places, ...Object.fromEntries(places) } };
};

/** `AWS::ECR::PullTimeUpdateExclusion`. */
export const translateExclusion: Translator = (resource) => {
  const principalArn = asText(resource.properties['PrincipalArn']);
  const kind = 'pull-time update exclusion';
  return oneDocument({ kind, input: { principalArn } }, kind, at('PrincipalArn'), resource);
};
