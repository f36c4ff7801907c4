import { destinationKey } from '../aws/registry-id.js';
import type { JournalEntry } from '../ecr/journal-entry.js';
import { explainReplication } from '../ecr/replication/explain/explain.js';
import { type CallRecord, isCallOfEcr } from '../world/call-record.js';
import type { ReplicationEnded } from '../world/domain-event.js';
import type { World } from '../world/world.js';
import { calledRegistry, describeCall, describeReplication } from './entry-text.js';
import { counted, formatInstant, oneLine } from './format.js';
import { type Markup, html } from './report/html.js';

/** How many failures are explained; the others are single lines. */
const MOST_EXPLAINED = 200;
/** Up to this many are unfolded at first. */
const FEW = 5;

/** A failure and its explanation. */
interface ReportedFailure {
  readonly at: number;
  readonly where: string;
  readonly text: string;
  /** Lines. */
  readonly why: () => string;
}

/** The report's failures, the latest first: calls that were refused, and replications that did not arrive as sent. */
export function failuresSection(journal: readonly JournalEntry[], world: World, now: number): Markup {
  const failures = journal.flatMap((happening) => failureOf(happening, world, now) ?? []).reverse();
  if (failures.length === 0) return html`<p class="empty">Nothing went wrong.</p>`;
  const others = failures.slice(MOST_EXPLAINED);
  const open = failures.length <= FEW ? 'open' : undefined;
  return html`${failures.slice(0, MOST_EXPLAINED).map(
    (failure) =>
      html`<details class="item failed" ${open}>
        <summary>
          <code>${formatInstant(failure.at)}</code> <code>${failure.where}</code>
          <span class="bad">${failure.text}</span>
        </summary>
        ${html`<pre>${failure.why()}</pre>`}
      </details>`,
  )}
  ${
    others.length === 0
      ? undefined
      : html`<details>
          <summary>${counted(others.length, 'earlier failure')}</summary>
          <div class="lines">
            ${others.map(
              ({ at, where, text }) =>
                html`<p class="item failed">${`${formatInstant(at)}  ${where}  ${text}`}</p>`,
            )}
          </div>
        </details>`
  }`;
}

function failureOf(happening: JournalEntry, world: World, now: number): ReportedFailure | undefined {
  const { at } = happening;
  if (happening.kind === 'call') {
    const { call } = happening;
    // A refused internal call of ECR is reported with its replication.
    if (call.outcome === 'success' || isCallOfEcr(call)) return undefined;
    const { hint: _, errorMessage: __, ...brief } = call;
    return {
      at,
      where: calledRegistry(call),
      text: oneLine(describeCall(brief)),
      why: () => whyRefused(call),
    };
  }
  if (happening.kind !== 'replication') return undefined;
  const { replication } = happening;
  if (replication.succeeded && replication.withheldBy === undefined) return undefined;
  const text = oneLine(describeReplication(replication, at));
  const why = () => whyNotThere(replication, world, now);
  return { at, where: destinationKey(replication.source), text, why };
}

function whyRefused({ outcome, errorMessage, hint, principal }: CallRecord): string {
  return [
    errorMessage === undefined ? outcome : `${outcome}: ${errorMessage}`,
    `called by ${principal}`,
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ].join('\n');
}

/** Explained by the present state, which may have changed since the failure. */
function whyNotThere(replication: ReplicationEnded, world: World, now: number): string {
  const { repositoryName, tag, manifest, source, destination } = replication;
  const verdict = explainReplication(world, {
    repositoryName,
    tag,
    digest: tag === undefined ? manifest.digest : undefined,
    source: world.registry(source.registryId, source.region),
    destination: world.registry(destination.registryId, destination.region),
    now,
  });
  return verdict.text;
}
