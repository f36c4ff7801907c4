import { Journal } from '../../src/service/journal.js';

const CALL = {
  time: 0,
  accountId: '111122223333',
  region: 'us-west-2',
  principal: 'arn:aws:iam::111122223333:root',
  operation: 'PutImage',
  requestId: 'a',
  outcome: 'success',
  input: { imageManifest: 'x'.repeat(100) },
};

test('a long text is kept nowhere whole: neither with the calls nor with what happened', () => {
  const journal = new Journal({ entries: 10, textLength: 5 }, () => 'id');
  journal.answered({ ...CALL, sequence: journal.next });
  const kept = 'xxxxx… (100 characters)';
  expect(journal.calls.map(({ input }) => input['imageManifest'])).toEqual([kept]);
  expect(journal.entries).toEqual([
    expect.objectContaining({ call: expect.objectContaining({ input: { imageManifest: kept } }) as object }),
  ]);
});

test('kept entries are the same objects in both', () => {
  const journal = new Journal({ entries: 10, textLength: Infinity }, () => 'id');
  const call = { ...CALL, sequence: journal.next };
  journal.answered(call);
  expect(journal.calls[0]).toBe(call);
  expect(journal.entries).toEqual([{ kind: 'call', at: 0, call }]);
  expect(journal.next).toBe(2);
});
