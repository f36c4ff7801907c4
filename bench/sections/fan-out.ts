import { type Row, compare } from '../measure.js';
import { ACCOUNT, REGION, benchFake, caller, manifestNumber } from '../scene.js';

const REGIONS = [
  'us-east-2 us-west-1 us-west-2 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1',
  'ap-southeast-2 ca-central-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1 sa-east-1',
].flatMap((line) => line.split(' '));

/** So many registries in two accounts, other than the source. */
const DESTINATIONS = [ACCOUNT, '444455556666'].flatMap((account) =>
  REGIONS.map((region) => [account, region] as const),
);

/** One push that replicates at once to so many registries, the model alone. */
export async function fanOut(): Promise<Row[]> {
  const counts = [0, 1, 5, 25] as const;
  const fakes = counts.map((count) => {
    const ecr = benchFake();
    const source = ecr.registry(ACCOUNT, REGION).createRepository('app');
    const handles = DESTINATIONS.slice(0, count).map(([account, region]) => ecr.registry(account, region));
    for (const handle of handles) handle.allowReplicationFrom(source);
    if (count > 0) source.replicateTo(handles);
    const call = caller(ecr);
    let next = 0;
    const run = () => {
      next += 1;
      const pushed = call('PutImage', {
        repositoryName: 'app',
        imageTag: `v${next}`,
        imageManifest: manifestNumber(next),
      });
      return Promise.resolve(pushed);
    };
    // Detached at once: the model is what is measured, and only one fake can be attached at a time.
    ecr.restore();
    return { count, run };
  });
  const measured = await compare(
    Object.fromEntries(fakes.map(({ count, run }) => [String(count), { run }])),
    100,
  );
  const rows = counts.map((count): Row => {
    const value = measured.median(String(count));
    const row: Row = { what: `one push to ${count} destinations`, value, unit: 'µs' };
    if (count <= 1) return row;
    const ratio = measured.ratio(String(count), '1');
    return { ...row, ratio, against: 'one destination', budget: { of: 'ratio', most: count } };
  });
  const all = measured.median('25');
  return [
    ...rows,
    { what: 'the push to 25, in all', value: all, unit: 'µs', budget: { of: 'value', most: 500 } },
  ];
}
