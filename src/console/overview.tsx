import type { EdgeView, WorldView } from '../inspect/console/shapes.js';
import { grantCommand } from './commands.js';
import { Graph, questionAbout } from './graph.js';
import { Heading, Badge, Table, perform } from './parts.js';
import { linkTo } from './routes.js';

/** The first page: who replicates to whom, what is there, what is still to come. */
export function Overview({ world }: { readonly world: WorldView }) {
  const { graph, edges, edgesLeftOut, registries, registriesLeftOut, pending } = world;
  return (
    <>
      <Heading>Replication</Heading>
      <Graph graph={graph} edges={edges} />
      <h2>Routes</h2>
      {edges.length === 0 ? (
        <p class="soft">No replication rules.</p>
      ) : (
        <Table
          label="Routes between registries"
          columns={['From', 'To', 'Repositories', 'State', '']}
          rows={edges.map((edge) => [
            <RegistryLink name={edge.from} />,
            <RegistryLink name={edge.to} />,
            edge.what,
            <>
              <Badge state={edge.state}>{edge.state}</Badge> <span class="nowrap">{remarkOf(edge)}</span>
            </>,
            <WayActions edge={edge} />,
          ])}
        />
      )}
      <LeftOut number={edgesLeftOut} noun="routes" />
      <h2>Registries</h2>
      {registries.length === 0 ? (
        <p class="soft">Nothing here yet: create a repository, or give serve a seed.</p>
      ) : (
        <Table
          label="Registries"
          columns={['Registry', 'What is in it']}
          rows={registries.map(({ key, summary }) => [<RegistryLink name={key} />, summary])}
        />
      )}
      <LeftOut number={registriesLeftOut} noun="registries" />
      <h2>Pending work</h2>
      {pending.total === 0 ? (
        <p class="soft">Nothing is pending.</p>
      ) : (
        <ul class="lines">
          {pending.lines.map((line, index) => (
            <li key={index}>{line}</li>
          ))}
        </ul>
      )}
      <LeftOut number={pending.total - pending.lines.length} noun="pieces of work" />
    </>
  );
}

export function RegistryLink({ name }: { readonly name: string }) {
  return (
    <a class="mono nowrap" href={linkTo('registry', { registry: name })}>
      {name}
    </a>
  );
}

function remarkOf({ state, label, problem = '', failed }: EdgeView): string {
  if (state !== 'blocked') return label;
  return failed === 0 ? problem : `${problem}, ${failed} failed`;
}

function WayActions({ edge }: { readonly edge: EdgeView }) {
  const { from, to, problem, state, example } = edge;
  const account = from.split('/')[0] ?? '';
  const needsGrant =
    problem !== undefined && problem !== 'Region not enabled' && !to.startsWith(`${account}/`);
  return (
    <span class="buttons">
      {state === 'carried' || (state === 'open' && example === undefined) ? undefined : (
        <a class="button small" href={questionAbout(edge)} aria-label={`Why: ${from} to ${to}`}>
          Why?
        </a>
      )}
      {needsGrant ? (
        <button
          type="button"
          class="small"
          aria-label={`Grant ${account} replication to ${to}`}
          onClick={() =>
            void perform(
              grantCommand(to, account),
              `${to} now lets ${account} in. Push again to send what failed.`,
            )
          }
        >
          Grant
        </button>
      ) : undefined}
    </span>
  );
}

function LeftOut({ number, noun }: { readonly number: number; readonly noun: string }) {
  return number > 0 ? (
    <p class="soft">
      … and {number} more {noun}
    </p>
  ) : null;
}
