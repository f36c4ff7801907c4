import { StateMachine } from '../../lib/state-machine.js';
import type { ImageStatus } from './image.js';

/**
 * The storage states of an image: archiving is immediate, restoring takes time, and a push or a replica of the same
 * manifest makes it active immediately [docs].
 */
export const IMAGE_STATES = new StateMachine<ImageStatus, 'archive' | 'restore' | 'end restore' | 'push'>(
  'image',
  {
    ACTIVE: { archive: 'ARCHIVED' },
    ARCHIVED: { restore: 'ACTIVATING', push: 'ACTIVE' },
    ACTIVATING: { 'end restore': 'ACTIVE', push: 'ACTIVE' },
  },
);
