import { accessQuestion } from '../ecr/access/access-question.js';
import { type AccessVerdict, explainAccess } from '../ecr/access/explain-access.js';
import type { EcrEvent } from '../ecr/events/envelope.js';
import type { EventListener } from '../ecr/events/event-bridge.js';
import { type RulePattern, rulePattern } from '../ecr/events/rule-pattern.js';
import type { Subscribers } from '../ecr/events/subscribers.js';
import { type LifecycleReport, lifecycleReport } from '../ecr/lifecycle/explain.js';
import { replicationVerdict } from '../ecr/replication/explain/likely-sources.js';
import type { ReplicationVerdict } from '../ecr/replication/explain/verdict.js';
import { type AccessQuestion, accessCase } from '../handles/access-question.js';
import type { RegistryHandle } from '../handles/registry-handle.js';
import type { RepositoryHandle } from '../handles/repository-handle.js';
import { renderReport } from '../inspect/report/report.js';
import { writeReport } from '../inspect/report/write-report.js';
import type { RouteJudge } from '../inspect/routes.js';
import { describeWorld } from '../inspect/summaries.js';
import { Timeline, type TimelineSources } from '../inspect/timeline.js';
import { Topology } from '../inspect/topology.js';
import { type TreeOptions, renderTree } from '../inspect/tree.js';
import { requireFunction, requireOptions } from '../lib/arguments.js';
import { copyJson } from '../lib/copy-json.js';
import { INSPECT, requireKind } from '../lib/handle-kind.js';
import type { EcrService } from '../service/ecr-service.js';
import type { CallRecord } from '../world/call-record.js';
import { cloneData } from '../world/clone-data.js';
import { FakeControls } from './time-controls.js';

/** How a report looks. */
export interface ReportOptions {
  /** The heading; `fake-ecr` by default. */
  readonly title?: string;
}

/** What a test sees of the world: what happened, what there is, how it hangs together, and why. */
export abstract class FakeViews extends FakeControls {
  readonly #listeners: Subscribers;

  /** @internal */
  protected constructor(model: EcrService, listeners: Subscribers) {
    super(model);
    this.#listeners = listeners;
  }

  /** All calls since the last reset, in order: a copy. */
  get calls(): readonly CallRecord[] {
    this.model.catchUp();
    return copyJson(this.model.log.calls);
  }

  /** EventBridge events since the last reset, in order. */
  get events(): readonly EcrEvent[] {
    this.model.catchUp();
    return cloneData<readonly EcrEvent[]>(this.model.engines.notifications.events);
  }

  /**
   * Subscribes to EventBridge events, for example with a Lambda handler. A reset ends the subscription.
   *
   * @param listener told of each event, after the call that caused it
   * @param pattern the event pattern of a rule, as EventBridge takes it, or its JSON text: who does not match is not
   *   told; every event when absent
   * @returns ends the subscription
   * @throws a `[fake-ecr]` error where EventBridge would refuse the pattern, or no event of ECR can match it
   * @example
   * ecr.onEvent((event) => handler(event), { source: ['aws.ecr'], detail: { 'action-type': ['PUSH'] } });
   */
  onEvent(listener: EventListener, pattern?: RulePattern | string): () => void {
    requireFunction(listener, 'onEvent()');
    if (pattern === undefined) return this.#listeners.add(listener);
    const matches = rulePattern(pattern, 'onEvent()');
    return this.#listeners.add((event) => (matches(event) ? listener(event) : undefined));
  }

  /**
   * Waits until every listener has been told of every event, and has finished, asynchronous ones included.
   *
   * @throws (rejects with) what a listener threw since this was last called; where nobody calls this, a reset or
   *   restore makes an unhandled rejection of it
   * @example
   * ecr.onEvent(async (event) => handler(event));
   * prod.push('payments:v1');
   * await ecr.eventsDelivered();
   */
  async eventsDelivered(): Promise<void> {
    this.model.catchUp();
    await this.#listeners.finished();
  }

  /**
   * What the lifecycle policy of a repository would do with each image now, and why.
   *
   * @param repository for example `prod.repository('payments')`
   * @returns one explanation an image; `text` is a line for each
   * @throws a `[fake-ecr]` error where the repository or its policy is missing
   * @example
   * console.log(ecr.explainLifecycle(prod.repository('payments')).text);
   */
  explainLifecycle(repository: RepositoryHandle): LifecycleReport {
    requireKind(repository, 'repository', 'explainLifecycle()');
    return lifecycleReport(repository.repository, this.model.clock.now());
  }

  /**
   * May somebody do something, and what decides that?
   *
   * @param question who (a principal of this fake, an ARN, or a service such as
   *   `{ service: 'lambda.amazonaws.com', sourceArn }`), which action (`ecr:PutImage`), and on what: a
   *   repository, or a registry for its own settings
   * @returns the verdict, with what each statement of each policy contributed
   * @throws a `[fake-ecr]` error where the ARN or the action is malformed
   * @example
   * ecr.explainAccess({ principal: ci, action: 'ecr:PutImage', repository: prod.repository('payments') });
   */
  explainAccess(question: AccessQuestion): AccessVerdict {
    return explainAccess(accessQuestion(accessCase(question, this.model.clock.now())));
  }

  /**
   * Is an image in another registry, and what decided that?
   *
   * @param image `payments:v1`, `payments@sha256:…` or a full image URI
   * @param destination the registry it should be in
   * @param source where it was pushed; found by itself when absent
   * @returns the verdict, with its reasons
   * @throws a `[fake-ecr]` error where the reference is malformed or a registry is none
   * @example
   * console.log(ecr.explain('payments:v1', dr).text);
   */
  explain(image: string, destination: RegistryHandle, source?: RegistryHandle): ReplicationVerdict {
    requireKind(destination, 'registry', 'explain()');
    if (source !== undefined) requireKind(source, 'registry', 'explain()');
    return replicationVerdict(this.workbench, image, destination.registry, source?.registry);
  }

  /**
   * The replication graph as it is now: registries, rules with their filters, and routes that a policy or a
   * Region blocks.
   *
   * @returns `mermaid()` gives a flowchart, `toString()` lines for a terminal
   * @example
   * console.log(String(ecr.topology()));
   */
  topology(): Topology {
    return new Topology(this.workbench.world, this.#judge());
  }

  /**
   * What is in the world, as a tree for people: accounts, registries with rules and policy, repositories and
   * images with what became of their replicas.
   *
   * @param options how much of it, and whether in colour
   * @returns lines, without a line break at the end; what is left out is counted
   * @throws a `[fake-ecr]` error where a limit is no whole number
   * @example
   * console.log(ecr.inspect({ images: 3 }));
   */
  inspect(options: TreeOptions = {}): string {
    return renderTree(this.workbench.world, options);
  }

  /**
   * What happened since the last reset, in order: calls, those that ECR makes itself included, replications and
   * EventBridge events.
   *
   * @returns `entries` as objects, `toString()` as lines
   * @example
   * console.log(String(ecr.timeline()));
   */
  timeline(): Timeline {
    return new Timeline(this.#history());
  }

  /**
   * The world as one HTML document for a browser, or for a build's artifacts: the replication graph, registries
   * with their images, and the timeline. It loads nothing, and is the same for the same world.
   *
   * @param file where to write it, missing folders included; not written when absent
   * @param options its title
   * @returns the document
   * @throws a `[fake-ecr]` error where the file can't be written
   * @example
   * afterAll(() => ecr.report('reports/ecr.html', { title: 'Release suite' }));
   */
  report(file?: string | URL, options: ReportOptions = {}): string {
    requireOptions(options, 'ecr.report()', ['title']);
    const html = renderReport({
      world: this.workbench.world,
      judge: this.#judge(),
      ...this.#history(),
      now: this.model.clock.now(),
      ...options,
    });
    if (file !== undefined) writeReport(file, html);
    return html;
  }

  /** Who lets whom in, as things stand now. */
  #judge(): RouteJudge {
    const { replication } = this.model.engines;
    const now = this.model.clock.now();
    return {
      permits: (from, to) => replication.permits(from, to, now),
      missingPermission: (from, to, repositoryName) =>
        replication.missingPermission(from, to, repositoryName, now),
    };
  }

  #history(): TimelineSources {
    this.model.catchUp();
    const { journal, engines } = this.model;
    return { journal, underWay: engines.replication.underWay };
  }

  /** @internal One line; `inspect()` has the rest. */
  [INSPECT](): string {
    return `[${this.constructor.name}: ${describeWorld(this.workbench.world)}; see inspect()]`;
  }
}
