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
  // Not readonly: handlers are typed with `EventBridgeEvent`, which has mutable lists.
  readonly resources: string[];
  readonly detail: EcrEventDetails[T] & Readonly<Record<string, unknown>>;
}

/**
 * An event as EventBridge delivers it, for example to a Lambda handler. Its `detail-type` determines its `detail`.
 *
 * @public
 */
export type EcrEvent = { readonly [T in DetailType]: Envelope<T> }[DetailType];

/** Where and when an event is raised. */
export interface EventPlace {
  readonly account: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** An event that was raised. It is built on first read, since most events are never read. */
export class RaisedEvent {
  readonly kind = 'event';
  private event: EcrEvent | undefined = undefined;

  /**
   * @param at epoch milliseconds; the event has whole seconds
   * @param write builds the event, from values that no longer change
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

/** Events come in bursts at the same moment, which is formatted once. */
function timeOf(moment: number): string {
  if (moment !== lastMoment) {
    lastMoment = moment;
    lastTime = `${new Date(moment).toISOString().slice(0, 19)}Z`;
  }
  return lastTime;
}
