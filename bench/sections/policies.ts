import { type Row, compare } from '../measure.js';
import { ACCOUNT, BareStub, REGION, benchFake, fill, tidier } from '../scene.js';
import { DescribeImagesCommand } from '@aws-sdk/client-ecr';

const OTHER = '444455556666';

/** A cross-account pull that the last of so many statements of the repository policy allows. */
export async function policies(): Promise<Row[]> {
  const rows: Row[] = [];
  const bare = new BareStub();
  bare.answers(DescribeImagesCommand);
  const command = new DescribeImagesCommand({
    repositoryName: 'app',
    registryId: ACCOUNT,
    imageIds: [{ imageTag: 'v1' }],
  });
  for (const count of [1, 10, 100]) {
    const ecr = benchFake();
    fill(ecr, 'app', 10);
    const statements = Array.from({ length: count }, (_, index) => ({
      Sid: `s${index}`,
      Effect: 'Allow',
      Principal: { AWS: index === count - 1 ? OTHER : `arn:aws:iam::555566667777:role/r${index}` },
      Action: ['ecr:BatchGetImage', 'ecr:DescribeImages'],
      Condition: { StringLike: { 'aws:PrincipalArn': '*' } },
    }));
    ecr
      .registry(ACCOUNT, REGION)
      .repository('app')
      .setPolicy({ Version: '2012-10-17', Statement: statements });
    const client = ecr.client(OTHER, REGION);
    const measured = await compare({
      bare: { before: () => bare.tidy(), run: () => bare.client.send(command) },
      ours: { before: tidier(ecr), run: () => client.send(command) },
    });
    ecr.restore();
    rows.push({
      what: `DescribeImages across accounts, ${count} statements`,
      value: measured.median('ours'),
      unit: 'µs',
      ratio: measured.ratio('ours', 'bare'),
      against: 'bare stub',
    });
  }
  bare.restore();
  return rows;
}
