/** An event as EventBridge delivers it, ready to be fed to a Lambda handler. */
export interface EcrEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type':
    | 'ECR Image Action'
    | 'ECR Referrer Action'
    | 'ECR Replication Action'
    | 'ECR Replication Backfill Action'
    | 'ECR Image Scan'
    | 'ECR Scan Resource Change'
    | 'ECR Pull Through Cache Action';
  readonly source: 'aws.ecr';
  readonly account: string;
  /** Whole seconds, for example `2024-05-08T20:44:54Z`. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Where and when an event is raised. */
export interface EventPlace {
  readonly account: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export function envelope(
  id: string,
  place: EventPlace,
  type: EcrEvent['detail-type'],
  detail: Record<string, unknown>,
  resources: readonly string[] = [],
): EcrEvent {
  return {
    version: '0',
    id,
    'detail-type': type,
    source: 'aws.ecr',
    account: place.account,
    time: timeOf(place.at),
    region: place.region,
    resources,
    detail,
  };
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
