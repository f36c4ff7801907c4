import { IMAGE_STATES } from '../../src/world/images/image-states.js';
import { PREVIEW_STATES } from '../../src/world/records/lifecycle.js';
import { SCAN_STATES } from '../../src/world/records/scan.js';
import { SIGNING_STATES } from '../../src/world/records/signing.js';

/** Every transition that a table has, as `STATE action -> STATE`. */
function transitions<S extends string, A extends string>(
  machine: { allows(state: S, action: A): boolean; next(state: S, action: A): S },
  states: readonly S[],
  actions: readonly A[],
): string[] {
  return states.flatMap((state) =>
    actions
      .filter((action) => machine.allows(state, action))
      .map((action) => `${state} ${action} -> ${machine.next(state, action)}`),
  );
}

test('the storage states of an image', () => {
  const states = ['ACTIVE', 'ARCHIVED', 'ACTIVATING'] as const;
  const actions = ['archive', 'restore', 'end restore', 'push'] as const;
  expect(transitions(IMAGE_STATES, states, actions)).toEqual([
    'ACTIVE archive -> ARCHIVED',
    'ARCHIVED restore -> ACTIVATING',
    'ARCHIVED push -> ACTIVE',
    'ACTIVATING end restore -> ACTIVE',
    'ACTIVATING push -> ACTIVE',
  ]);
});

test('the states of a lifecycle policy preview', () => {
  const states = ['IN_PROGRESS', 'COMPLETE', 'FAILED', 'EXPIRED'] as const;
  expect(transitions(PREVIEW_STATES, states, ['complete', 'fail', 'expire'])).toEqual([
    'IN_PROGRESS complete -> COMPLETE',
    'IN_PROGRESS fail -> FAILED',
    'COMPLETE expire -> EXPIRED',
    'FAILED expire -> EXPIRED',
  ]);
});

test('the states of a scan and of a signing', () => {
  const ends = ['complete', 'fail', 'not support', 'lose'] as const;
  expect(transitions(SCAN_STATES, ['IN_PROGRESS', 'PENDING', 'COMPLETE', 'ACTIVE'], ends)).toEqual(
    ['IN_PROGRESS', 'PENDING'].flatMap((state) => [
      `${state} complete -> COMPLETE`,
      `${state} fail -> FAILED`,
      `${state} not support -> UNSUPPORTED_IMAGE`,
      `${state} lose -> FINDINGS_UNAVAILABLE`,
    ]),
  );
  expect(transitions(SIGNING_STATES, ['IN_PROGRESS', 'COMPLETE', 'FAILED'], ['complete', 'fail'])).toEqual([
    'IN_PROGRESS complete -> COMPLETE',
    'IN_PROGRESS fail -> FAILED',
  ]);
});

test.each([
  ['image', () => IMAGE_STATES.next('ACTIVE', 'restore'), "image: 'restore' is not possible in state ACTIVE"],
  [
    'preview',
    () => PREVIEW_STATES.next('EXPIRED', 'complete'),
    "lifecycle policy preview: 'complete' is not possible in state EXPIRED",
  ],
  [
    'scan',
    () => SCAN_STATES.next('COMPLETE', 'fail'),
    "image scan: 'fail' is not possible in state COMPLETE",
  ],
  [
    'signing',
    () => SIGNING_STATES.next('FAILED', 'complete'),
    "image signing: 'complete' is not possible in state FAILED",
  ],
])(
  'an illegal transition of %s is a programming error that names state and action',
  (_what, act, message) => {
    expect(act).toThrow(new Error(message));
  },
);
