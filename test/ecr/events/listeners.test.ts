/** Failures of listeners that nobody waits for: they are noticed all the same. */
import { RaisedEvent } from '../../../src/ecr/events/envelope.js';
import { Subscribers } from '../../../src/ecr/events/subscribers.js';

const later = () => new Promise<void>((resolve) => setImmediate(resolve));
const raised = new RaisedEvent(0, () => ({ id: '1' }) as never);

function heard(): { readonly listeners: Subscribers; readonly unheard: unknown[] } {
  const unheard: unknown[] = [];
  return { listeners: new Subscribers((failure) => unheard.push(failure)), unheard };
}

test.each(['clear', 'surface'] as const)('an earlier error of a listener surfaces at %s()', async (end) => {
  const { listeners, unheard } = heard();
  const failure = new Error('not today');
  listeners.add(() => Promise.reject(failure));
  listeners.tell(raised);
  await later();
  expect(unheard).toEqual([]);
  listeners[end]();
  expect(unheard).toEqual([failure]);
  await listeners.finished();
});

test('an error of a listener after clear() surfaces at once', async () => {
  const { listeners, unheard } = heard();
  listeners.add(() => later().then(() => Promise.reject(new Error('too late'))));
  listeners.tell(raised);
  listeners.clear();
  await later();
  await later();
  expect(unheard).toEqual([new Error('too late')]);
});

test('a failure that a caller waited for is not raised again', async () => {
  const { listeners, unheard } = heard();
  listeners.add(() => Promise.reject(new Error('not today')));
  listeners.tell(raised);
  await expect(listeners.finished()).rejects.toThrow('not today');
  listeners.clear();
  expect(unheard).toEqual([]);
});
