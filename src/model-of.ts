import { Blobs } from './domain/blobs.js';
import { BlobFolder } from './doors/registry/blob-folder.js';
import type { BlobOptions, FakeWorldOptions } from './fake-ecr-options.js';
import { requireSchedule } from './engines/replication/schedule.js';
import type { Listeners } from './engines/notifications/listeners.js';
import { Clock } from './pipeline/clock.js';
import { Model } from './pipeline/model.js';

/** The model that options ask for, which tells the listeners of its events. */
export function modelOf(options: FakeWorldOptions, listeners: Listeners): Model {
  const start = options.now === undefined ? undefined : Number(options.now);
  const { seed, listOrder, limits, durations, behaviour, layers } = options;
  const model: Model = new Model(new Clock(start), {
    ...(options.blobs === undefined ? {} : { blobs: blobsOf(options.blobs) }),
    ...(options.onUnmodelled === undefined ? {} : { onUnmodelled: options.onUnmodelled }),
    world: {
      ...(seed === undefined ? {} : { seed }),
      ...(listOrder === undefined ? {} : { listOrder }),
      ...(limits === undefined ? {} : { limits }),
      ...(durations === undefined ? {} : { durations }),
      behaviour: { ...behaviour, ...(layers === undefined ? {} : { layers }) },
    },
    engines: {
      replication: {
        schedule: requireSchedule(options.replication ?? 'instant'),
        interfere: (task) => model.faults.takeReplication(task),
        latencyOf: (destination, name) => model.faults.takeLatency(destination, name),
        blockade: (destination, name) => model.faults.blockadeOf(destination, name),
      },
      failures: { take: (work, repository) => model.faults.take(work, repository) },
      onEvent: (event) => listeners.tell(event),
    },
  });
  return model;
}

function blobsOf({ directory, maxBytes }: BlobOptions): Blobs {
  const blobs =
    directory === undefined
      ? new Blobs(undefined, maxBytes)
      : new Blobs(new BlobFolder(directory), maxBytes ?? Infinity);
  blobs.keeps = true;
  return blobs;
}
