import fc from 'fast-check';
import { mermaidText } from '../../src/inspect/topology.js';
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
     -> 444455556666/eu-west-1  prefix 'pay', prefix 'orders'  [permitted]
     -> 111122223333/us-east-1  all repositories
     -> 777788889999/eu-west-1  all repositories  [no registry policy]
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
     r2 -->|"prefix #39;pay#39;, prefix #39;orders#39;<br/>permitted"| r3
     r2 -->|"all repositories"| r1
     r2 -.->|"all repositories<br/>no registry policy"| r5
     r2 -.->|"all repositories<br/>Region not enabled"| r4
   "
  `);
});

test('names the repositories that a policy leaves out, and blocks a route that lets nothing through', () => {
  const ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2');
  for (const name of ['pay/api', 'pay/web', 'orders/api', 'orders/web', 'orders/job', 'orders/cron']) {
    prod.createRepository(name);
  }
  const dr = ecr.registry(OTHER, 'eu-west-1').allowReplicationFrom(prod, { prefix: 'pay/' });
  prod
    .replicateTo(dr, { prefix: 'pay/' })
    .replicateTo(dr, { prefix: ['pay/', 'orders/api'] })
    .replicateTo(dr, { prefix: 'orders/' })
    .replicateTo(dr)
    .replicateTo(dr, { prefix: 'not-yet/' });
  const routes = String(ecr.topology())
    .split('\n')
    .filter((line) => line.startsWith('  -> '));
  expect(routes).toEqual([
    `  -> ${OTHER}/eu-west-1  prefix 'pay/'  [permitted]`,
    `  -> ${OTHER}/eu-west-1  prefix 'pay/', prefix 'orders/api'  [not permitted for orders/api]`,
    `  -> ${OTHER}/eu-west-1  prefix 'orders/'  [not permitted]`,
    `  -> ${OTHER}/eu-west-1  all repositories  [not permitted for orders/api, orders/web, orders/job and 1 other]`,
    // Nothing to judge by name yet: the policy speaks of this source.
    `  -> ${OTHER}/eu-west-1  prefix 'not-yet/'  [permitted]`,
  ]);
  expect(
    ecr
      .topology()
      .mermaid()
      .match(/ -\.->/g),
  ).toHaveLength(1);
});

test('a destination that may not create the missing repository does not let it in', () => {
  const ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('here').createRepository('there');
  const dr = ecr.registry(OTHER, 'eu-west-1').createRepository('there');
  dr.allowReplicationFrom(prod, { createRepository: false });
  prod.replicateTo(dr);
  expect(String(ecr.topology())).toContain('all repositories  [may not create here]');
});

test('a Deny of the own account blocks a route within it', () => {
  const ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
  const other = ecr.registry(SOURCE, 'eu-west-1').setPolicy({
    Version: '2012-10-17',
    Statement: [{ Sid: 'no', Effect: 'Deny', Principal: '*', Action: 'ecr:ReplicateImage', Resource: '*' }],
  });
  prod.replicateTo(other).push('payments:v1');
  expect(String(ecr.topology())).toContain('all repositories  [not permitted]');
  expect(ecr.explain('payments:v1', other).outcome).toBe('failed');
});

test('a source whose Region is disabled sends nothing', () => {
  const ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
  prod.replicateTo(ecr.registry(SOURCE, 'eu-west-1'));
  ecr.account(SOURCE).disableRegion('us-west-2');
  expect(String(ecr.topology())).toBe(
    [
      `${SOURCE}/eu-west-1  (0 repositories)`,
      `${SOURCE}/us-west-2  (1 repository, Region not enabled)`,
      `  -> ${SOURCE}/eu-west-1  all repositories  [Region not enabled]`,
    ].join('\n'),
  );
});

test('is a picture of the moment it was asked for', () => {
  const ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('payments');
  const before = ecr.topology();
  prod.createRepository('orders').replicateTo(ecr.registry(SOURCE, 'eu-west-1'));
  expect(String(before)).toBe(`${SOURCE}/us-west-2  (1 repository)`);
});

describe('Mermaid text', () => {
  test('nothing in a label ends it, starts markup or reads as Markdown', () => {
    expect(mermaidText('say "hi" <b>#1;</b> `a` *b* _c_ [d] {e} |f|\n\\ é 🐳')).toBe(
      'say #34;hi#34; #60;b#62;#35;1#59;#60;/b#62; #96;a#96; #42;b#42; #95;c#95; #91;d#93; #123;e#125; #124;f#124; #92; #233; #128051;',
    );
  });

  test('whatever the text, the label is of harmless characters and can be read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const label = mermaidText(text);
        expect(label).toMatch(/^[A-Za-z0-9 ,.:/()…#;-]*$/);
        const back = label.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
        expect(back).toBe(text.replace(/\s+/g, ' '));
      }),
    );
  });

  test('each line of a diagram is a node or an arrow', () => {
    const ecr = scene();
    const prod = ecr.registry(SOURCE, 'us-west-2').createRepository('a_b/c-d.e');
    prod.replicateTo(ecr.registry(OTHER, 'eu-west-1'), { prefix: ['a_b/', 'x.'] });
    const [first, ...rest] = ecr.topology().mermaid().trimEnd().split('\n');
    expect(first).toBe('flowchart LR');
    for (const line of rest) expect(line).toMatch(/^ {2}r\d+(\["[^"[\]]+"\]| -\.?->\|"[^"|]+"\| r\d+)$/);
    expect(rest).toHaveLength(3);
  });
});

test('a hundred repositories of a route are judged by name, however many there are', () => {
  const ecr = scene();
  const prod = ecr.registry(SOURCE, 'us-west-2');
  const number = (index: number) => String(index).padStart(3, '0');
  const dr = ecr.registry(OTHER, 'eu-west-1').allowReplicationFrom(prod, { prefix: 'app-0' });
  for (let index = 0; index < 99; index += 1) prod.createRepository(`app-${number(index)}`);
  prod.createRepository('app-100').createRepository('app-101');
  prod.replicateTo(dr);
  expect(String(ecr.topology())).toContain('all repositories  [not permitted for app-100]');
});
