import { StateMachine } from '../../lib/state-machine.js';
import type { ImageStatus } from './image.js';

/**
 * The storage states of an image: it is archived at once, comes back in its time, and a push of the same
 * manifest, or a replica of it, brings it back at once [docs].
 */
export const IMAGE_STATES = new StateMachine<ImageStatus, 'archive' | 'restore' | 'end restore' | 'push'>(
  'image',
  {
    ACTIVE: { archive: 'ARCHIVED' },
    ARCHIVED: { restore: 'ACTIVATING', push: 'ACTIVE' },
    ACTIVATING: { 'end restore': 'ACTIVE', push: 'ACTIVE' },
  },
);
