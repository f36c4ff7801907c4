import type { EcrEventDetails } from './event-details.js';

type DetailType = keyof EcrEventDetails;

interface Envelope<T extends DetailType> {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': T;
  readonly source: 'aws.ecr';
  readonly account: string;
  /** Whole seconds, for example `2024-05-08T20:44:54Z`. */
  readonly time: string;
  readonly region: string;
  // No readonly list: handlers are typed with `EventBridgeEvent`, which takes none.
  readonly resources: string[];
  readonly detail: EcrEventDetails[T] & Readonly<Record<string, unknown>>;
}

/**
 * An event as EventBridge delivers it, ready to be fed to a Lambda handler. Its `detail-type` tells what its
 * `detail` holds.
 */
export type EcrEvent = { readonly [T in DetailType]: Envelope<T> }[DetailType];

/** Where and when an event is raised. */
export interface EventPlace {
  readonly account: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** An event that was raised, written out when somebody reads it: most never are. */
export class RaisedEvent {
  readonly kind = 'event';
  private event: EcrEvent | undefined = undefined;

  /**
   * @param at epoch milliseconds, of which the event itself has the second
   * @param write puts the event together, of what does not change any more
   */
  constructor(
    readonly at: number,
    private readonly write: () => EcrEvent,
  ) {}

  /** The event itself; the same object each time. */
  read(): EcrEvent {
    return (this.event ??= this.write());
  }
}

export function envelope<T extends DetailType>(
  id: string,
  place: EventPlace,
  type: T,
  detail: EcrEventDetails[T],
  resources: readonly string[],
): EcrEvent {
  const event: Envelope<T> = {
    version: '0',
    id,
    'detail-type': type,
    source: 'aws.ecr',
    account: place.account,
    time: timeOf(place.at),
    region: place.region,
    resources: [...resources],
    detail: detail as Envelope<T>['detail'],
  };
  return event as EcrEvent;
}

let lastMoment = NaN;
let lastTime = '';

/** Events come in bursts of one moment, which is written out once. */
function timeOf(moment: number): string {
  if (moment !== lastMoment) {
    lastMoment = moment;
    lastTime = `${new Date(moment).toISOString().slice(0, 19)}Z`;
  }
  return lastTime;
}
