import {
  ReplicationConfiguration,
  ruleMatches,
} from '../../src/world/configuration/replication-configuration.js';

const [EAST, WEST] = ['us-east-1', 'us-west-2'].map((region) => ({ region, registryId: '111122223333' })) as [
  { region: string; registryId: string },
  { region: string; registryId: string },
];
const OTHER = { ...EAST, registryId: '444455556666' };

const destinationsFor = (configuration: ReplicationConfiguration, name: string) =>
  configuration.routesFor(name).map(({ destination }) => destination);

test('a fresh configuration has nothing', () => {
  const configuration = new ReplicationConfiguration();
  expect(configuration.rules).toEqual([]);
  expect(configuration.hasDestination(EAST)).toBe(false);
  expect(destinationsFor(configuration, 'app')).toEqual([]);
});

test('any prefix of a rule suffices, and a rule without any matches all', () => {
  expect(ruleMatches({ destinations: [] }, 'app')).toBe(true);
  expect(ruleMatches({ destinations: [], prefixes: [] }, 'app')).toBe(false);
  expect(ruleMatches({ destinations: [], prefixes: ['x', 'ap'] }, 'app')).toBe(true);
  expect(ruleMatches({ destinations: [], prefixes: ['pp'] }, 'app')).toBe(false);
});

test('destinations are those of the rules that match, each once, in order', () => {
  const configuration = new ReplicationConfiguration();
  const rules = [
    { destinations: [EAST, OTHER], prefixes: ['app'] },
    { destinations: [WEST], prefixes: ['web'] },
    { destinations: [WEST, EAST] },
  ];
  configuration.put(rules, 5);
  expect(destinationsFor(configuration, 'app')).toEqual([EAST, OTHER, WEST]);
  expect(destinationsFor(configuration, 'web')).toEqual([WEST, EAST]);
  expect(configuration.hasDestination(OTHER)).toBe(true);
  expect(configuration.hasDestination({ ...WEST, registryId: OTHER.registryId })).toBe(false);
});

test('a destination is served since the first document of an unbroken line that sends there', () => {
  const configuration = new ReplicationConfiguration();
  const since = () => configuration.routedSince('app', EAST);
  expect(since()).toBeUndefined();
  configuration.put([{ destinations: [WEST] }, { destinations: [EAST], prefixes: ['web'] }], 1);
  expect(since()).toBeUndefined();
  configuration.put([{ destinations: [WEST, EAST] }], 2);
  configuration.put([{ destinations: [WEST] }, { destinations: [EAST], prefixes: ['app'] }], 3);
  expect(since()).toBe(2);
  configuration.put([], 4);
  expect(since()).toBeUndefined();
  configuration.put([{ destinations: [EAST] }], 5);
  expect(since()).toBe(5);
  expect(configuration.history.map((version) => version.putAt)).toEqual([1, 2, 3, 4, 5]);
});
