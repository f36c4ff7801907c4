import { fakeEcr } from 'fake-ecr';
import { type EcrServer, serve } from 'fake-ecr/http';
import 'fake-ecr/jest';
import { fakeEcrWorld } from 'fake-ecr/request-handler';
import { fakeSts } from 'fake-ecr/sts';
import schema from 'fake-ecr/seed.schema.json';

const ecr = fakeEcr();
afterAll(() => ecr.restore());

test('entries and matchers are typed', async () => {
  const prod = ecr.registry('111122223333', 'us-west-2');
  expect(prod).not.toHaveRepository('payments');
  // @ts-expect-error a repository has a name, not a number
  expect(() => expect(prod).toHaveRepository(5)).toThrow();
  const server: EcrServer = await serve(fakeEcrWorld());
  const port: number = server.port;
  expect(port).toBeGreaterThan(0);
  await server.close();
  fakeSts(ecr).restore();
  expect(schema.type).toBe('object');
});
