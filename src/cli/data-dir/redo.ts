import { isFailure } from '../../aws/failure.js';
import { partitionOf } from '../../aws/regions.js';
import type { Control } from '../../doors/http/control.js';
import { cancelUpload } from '../../ecr/layers/layer-upload.js';
import type { Caller } from '../../iam/caller.js';
import type { Callers } from '../../iam/credentials.js';
import type { Scope } from '../../service/call.js';
import { protocolRules } from '../../world/registry-protocol.js';
import type { Simulation } from '../../fake/simulation.js';
import { type Entry, type WrittenScope, runControl } from './entry.js';

/**
 * Does again what an earlier process did.
 *
 * @returns how it went differently, if it did
 */
export function redo(entry: Entry, simulation: Simulation, control: Control): string | undefined {
  const { service, callers } = simulation;
  service.goBackTo(entry.at);
  switch (entry.did) {
    case 'due':
      return void service.catchUp();
    case 'open':
      return void service.within(() => startAfresh(simulation));
    case 'key':
      return void callers.takeOver({ ...entry.key, caller: ownCaller(entry.key.caller, callers) });
    case 'blob': {
      const { account, region, repository, digest, size } = entry.blob;
      const layers = service.world.registry(account, region).repository(repository)?.layers;
      if (layers === undefined) return `the repository ${repository} of the blob ${digest} is not there`;
      if (!layers.has(digest)) layers.add(digest, size);
      layers.bytesOf(digest);
      return undefined;
    }
    case 'lose-blob': {
      const { account, region, repository, digest } = entry.blob;
      service.world.registry(account, region).repository(repository)?.layers.remove(digest);
      return undefined;
    }
    case 'control':
      return void service.within(() => runControl(control, entry.name, entry.args));
    case 'call': {
      const outcome = service.redo(entry.operation, entry.input, scopeOf(entry.scope, callers));
      const answered = isFailure(outcome) ? outcome.code : 'success';
      return answered === entry.answered
        ? undefined
        : `${entry.operation} was answered ${entry.answered}, and is now ${answered}`;
    }
  }
}

/** Faults and unfinished uploads end with the process that had them. */
export function startAfresh(simulation: Simulation): void {
  const { service } = simulation;
  const { faults, world } = service;
  for (const region of faults.lasting.regionsDown) faults.lasting.endOutages(region);
  for (const stuck of faults.lasting.stuck) faults.lasting.endStalls(stuck);
  for (const failing of faults.failing) faults.endFailures(failing);
  service.engines.replication.waitingRoom.release(service.clock.now());
  service.catchUp();
  for (const registry of world.registries()) {
    for (const repository of registry.repositories()) {
      for (const upload of [...repository.layers.uploads.values()]) cancelUpload(repository, upload);
    }
  }
}

function scopeOf({ caller, protocol, ...scope }: WrittenScope, callers: Callers): Scope {
  return {
    ...scope,
    caller: ownCaller(caller, callers),
    ...(protocol === undefined
      ? {}
      : { protocol: protocolRules(protocol.profile, protocol.strictManifests) }),
  };
}

/** An administrator is recognised by being the same object. */
function ownCaller(caller: Caller, callers: Callers): Caller {
  const [, partition = partitionOf('us-east-1').id] = caller.arn.split(':');
  if (caller.accountId === '') return caller;
  const administrator = callers.administrator(caller.accountId, partition);
  return JSON.stringify(administrator) === JSON.stringify(caller) ? administrator : caller;
}
