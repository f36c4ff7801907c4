import { useState } from 'preact/hooks';
import type { RegistryView, RepositoryRow } from '../inspect/console/shapes.js';
import { Heading, Policy, Table } from './parts.js';
import { RegistryLink } from './overview.js';
import { linkTo } from './routes.js';
import { useView } from './view.js';
import { VirtualList } from './virtual-list.js';

/** One registry: its repositories, rules and policy. */
export function RegistryPage({ registry }: { readonly registry: string }) {
  const { data, problem } = useView<RegistryView>('console/registry', { registry });
  const [text, setText] = useState('');
  if (data === undefined) return <Missing title={registry} problem={problem} />;
  const { rules, policy, caches, templates } = data;
  return (
    <>
      <Heading isName>{registry}</Heading>
      <p class="soft">{data.summary}</p>
      <h2>Repositories</h2>
      <Search label="Find repositories" text={text} onText={setText} />
      <VirtualList<RepositoryRow>
        label="Repositories"
        route="console/repositories"
        parameters={{ registry, text }}
        columns={['Name', 'What is in it']}
        cells={({ name, summary }) => [<b>{name}</b>, summary]}
        link={({ name }) => linkTo('repository', { registry, repository: name })}
        empty={text === '' ? 'No repositories.' : 'No repository has such a name.'}
      />
      <h2>Replication rules</h2>
      {rules.length === 0 ? (
        <p class="soft">No rules.</p>
      ) : (
        <Table
          label="Replication rules"
          columns={['Repositories', 'To', 'Deletions']}
          rows={rules.map(({ what, to, deletes }) => [
            what,
            to.map((one) => (
              <div key={one}>
                <RegistryLink name={one} />
              </div>
            )),
            deletes ? 'too' : 'stay here',
          ])}
        />
      )}
      {policy === undefined ? (
        <>
          <h2>Registry policy</h2>
          <p class="soft">No policy: other accounts can't replicate to this registry.</p>
        </>
      ) : (
        <Policy title="Registry policy" policy={policy} />
      )}
      {caches.length === 0 ? undefined : (
        <>
          <h2>Pull-through caches</h2>
          <Table
            label="Pull-through caches"
            columns={['Prefix', 'From']}
            rows={caches.map(({ prefix, upstream }) => [prefix, upstream])}
          />
        </>
      )}
      {templates.length === 0 ? undefined : (
        <>
          <h2>Creation templates</h2>
          <Table
            label="Creation templates"
            columns={['Prefix', 'Applied for']}
            rows={templates.map(({ prefix, appliedFor }) => [prefix, appliedFor.join(', ')])}
          />
        </>
      )}
    </>
  );
}

/** A field that narrows a list. */
export function Search(props: {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
}) {
  const { label, text, onText } = props;
  return (
    <p class="search">
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onInput={(event) => onText(event.currentTarget.value.trim())}
      />
    </p>
  );
}

/** A page about something that has not been read, or that is not there. */
export function Missing({
  title,
  problem,
}: {
  readonly title: string;
  readonly problem: string | undefined;
}) {
  return (
    <>
      <Heading isName>{title}</Heading>
      <p class={problem === undefined ? 'soft' : 'bad'}>{problem ?? 'Reading …'}</p>
    </>
  );
}
