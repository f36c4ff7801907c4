import { accessQuestion } from '../ecr/access/access-question.js';
import { type AccessVerdict, explainAccess } from '../ecr/access/explain-access.js';
import type { EcrEvent } from '../ecr/events/envelope.js';
import type { EventListener } from '../ecr/events/event-bridge.js';
import { type RulePattern, rulePattern } from '../ecr/events/rule-pattern.js';
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
import { INSIDE, requireKind } from '../lib/handle-kind.js';
import type { CallRecord } from '../world/call-record.js';
import { cloneData } from '../world/clone-data.js';
import type { Simulation } from './simulation.js';

/** Options of a report. */
export interface ReportOptions {
  /** The heading; `fake-ecr` by default. */
  readonly title?: string;
}

/** Tree, timeline, topology, explanations and reports. FakeWorld documents each method. */
export class Views {
  constructor(private readonly simulation: Simulation) {}

  get calls(): readonly CallRecord[] {
    this.simulation.service.catchUp();
    return copyJson(this.simulation.service.log.calls);
  }

  get events(): readonly EcrEvent[] {
    this.simulation.service.catchUp();
    return cloneData<readonly EcrEvent[]>(this.simulation.service.engines.notifications.events);
  }

  onEvent(listener: EventListener, pattern?: RulePattern | string): () => void {
    requireFunction(listener, 'onEvent()');
    if (pattern === undefined) return this.simulation.listeners.add(listener);
    const matches = rulePattern(pattern, 'onEvent()');
    return this.simulation.listeners.add((event) => (matches(event) ? listener(event) : undefined));
  }

  async eventsDelivered(): Promise<void> {
    this.simulation.service.catchUp();
    await this.simulation.listeners.finished();
  }

  explainLifecycle(repository: RepositoryHandle): LifecycleReport {
    requireKind(repository, 'repository', 'explainLifecycle()');
    return lifecycleReport(repository[INSIDE].repository(), this.simulation.service.clock.now());
  }

  explainAccess(question: AccessQuestion): AccessVerdict {
    return explainAccess(accessQuestion(accessCase(question, this.simulation.service.clock.now())));
  }

  explain(image: string, destination: RegistryHandle, source?: RegistryHandle): ReplicationVerdict {
    requireKind(destination, 'registry', 'explain()');
    if (source !== undefined) requireKind(source, 'registry', 'explain()');
    return replicationVerdict(
      this.simulation,
      image,
      destination[INSIDE].registry,
      source?.[INSIDE].registry,
    );
  }

  topology(): Topology {
    return new Topology(this.simulation.world, this.judge());
  }

  inspect(options: TreeOptions = {}): string {
    return renderTree(this.simulation.world, options);
  }

  timeline(): Timeline {
    return new Timeline(this.#history());
  }

  report(file?: string | URL, options: ReportOptions = {}): string {
    requireOptions(options, 'ecr.report()', ['title']);
    const html = renderReport({
      world: this.simulation.world,
      judge: this.judge(),
      ...this.#history(),
      now: this.simulation.service.clock.now(),
      ...options,
    });
    if (file !== undefined) writeReport(file, html);
    return html;
  }

  /** What policies allow now. */
  judge(): RouteJudge {
    const { replication } = this.simulation.service.engines;
    const now = this.simulation.service.clock.now();
    return {
      permits: (from, to) => replication.permits(from, to, now),
      missingPermission: (from, to, repositoryName) =>
        replication.missingPermission(from, to, repositoryName, now),
      permittedBy: (from, to, repositoryName) => replication.permittedBy(from, to, repositoryName, now),
    };
  }

  #history(): TimelineSources {
    this.simulation.service.catchUp();
    const { journal, engines } = this.simulation.service;
    return { journal, underWay: engines.replication.underWay };
  }

  /** A summary on one line; see `inspect()`. */
  summary(): string {
    return describeWorld(this.simulation.world);
  }
}
