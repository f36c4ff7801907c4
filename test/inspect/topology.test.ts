import { OTHER, SOURCE, scene } from '../support/scene.js';

test('a world without anything has no picture', () => {
  const topology = scene().topology();
  expect(String(topology)).toBe('no registries');
  expect(topology.mermaid()).toBe('flowchart LR\n');
});

test('shows rules with their filters, and what stands in the way', () => {
  const ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
  const dr = ecr.registry(OTHER, 'eu-west-1').allowReplicationFrom(prod, { prefix: 'pay' });
  prod
    .replicateTo(dr, { prefix: ['pay', 'orders'] })
    .replicateTo(ecr.registry(SOURCE, 'us-east-1'))
    .replicateTo(ecr.registry('777788889999', 'eu-west-1'))
    .replicateTo(ecr.registry(OTHER, 'me-central-1'));
  ecr.account(OTHER).disableRegion('me-central-1');
  const topology = ecr.topology();
  expect(`\n${String(topology)}\n`).toMatchInlineSnapshot(`
   "
   111122223333/us-east-1  (0 repositories)
   111122223333/us-west-2  (1 repository)
     -> 444455556666/eu-west-1  pay*, orders*  [permitted]
     -> 111122223333/us-east-1  all repositories
     -> 777788889999/eu-west-1  all repositories  [not permitted]
     -> 444455556666/me-central-1  all repositories  [Region not enabled]
   444455556666/eu-west-1  (0 repositories)
   444455556666/me-central-1  (0 repositories, Region not enabled)
   777788889999/eu-west-1  (0 repositories)
   "
  `);
  expect(`\n${topology.mermaid()}`).toMatchInlineSnapshot(`
   "
   flowchart LR
     r1["111122223333<br/>us-east-1"]
     r2["111122223333<br/>us-west-2"]
     r3["444455556666<br/>eu-west-1"]
     r4["444455556666<br/>me-central-1<br/>Region not enabled"]
     r5["777788889999<br/>eu-west-1"]
     r2 -->|"pay#42;, orders#42;<br/>permitted"| r3
     r2 -->|"all repositories"| r1
     r2 -.->|"all repositories<br/>not permitted"| r5
     r2 -.->|"all repositories<br/>Region not enabled"| r4
   "
  `);
});
