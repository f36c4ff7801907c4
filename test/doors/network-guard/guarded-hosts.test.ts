import { ECRClient } from '@aws-sdk/client-ecr';
import { STSClient } from '@aws-sdk/client-sts';
import { guardedService } from '../../../src/doors/network-guard/guarded-hosts.js';

const REGIONS = [
  'us-west-2',
  'eu-south-2',
  'cn-north-1',
  'us-gov-west-1',
  'eusc-de-east-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
];

type Resolver = (parameters: object) => { url: URL };

/** Every host that the SDK's own rules come to. */
function hostsOf(client: { config: object }): string[] {
  const { endpointProvider } = client.config as unknown as { endpointProvider: Resolver };
  return REGIONS.flatMap((Region) =>
    [true, false].flatMap((UseFIPS) =>
      [true, false].flatMap((UseDualStack) => {
        try {
          return endpointProvider({ Region, UseFIPS, UseDualStack }).url.hostname;
        } catch {
          return []; // Not every partition has them.
        }
      }),
    ),
  );
}

test('every endpoint of ECR that the SDK knows is guarded', () => {
  const hosts = hostsOf(new ECRClient({ region: 'us-east-1' }));
  expect(hosts.length).toBeGreaterThan(25);
  expect(hosts.filter((host) => guardedService(host) !== 'ecr')).toEqual([]);
});

test('every endpoint of STS that the SDK knows is guarded', () => {
  const hosts = hostsOf(new STSClient({ region: 'us-east-1' }));
  expect(hosts.length).toBeGreaterThan(25);
  expect(hosts.filter((host) => guardedService(host) !== 'credentials')).toEqual([]);
});

test.each([
  ['123456789012.dkr.ecr.us-west-2.amazonaws.com', 'ecr'],
  ['123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com', 'ecr'],
  ['123456789012.dkr-ecr.us-west-2.on.aws', 'ecr'],
  ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', 'ecr'],
  ['vpce-0a1b.api.ecr.us-west-2.vpce.amazonaws.com', 'ecr'],
  ['API.ECR.us-west-2.amazonaws.com.', 'ecr'],
  ['sts.amazonaws.com', 'credentials'],
  ['portal.sso.us-east-1.amazonaws.com', 'credentials'],
  ['oidc.us-east-1.amazonaws.com', 'credentials'],
])('%s is one of %s', (host, service) => {
  expect(guardedService(host)).toBe(service);
});

test.each([
  's3.us-west-2.amazonaws.com',
  'sns.us-west-2.amazonaws.com',
  'public.ecr.aws',
  'api.ecr-public.us-east-1.amazonaws.com',
  'ecr.example.com',
  'localhost',
  '127.0.0.1',
  '::1',
  'amazonaws.com',
])('%s is let through', (host) => {
  expect(guardedService(host)).toBeUndefined();
});
