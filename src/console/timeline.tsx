import { useEffect, useState } from 'preact/hooks';
import type { TimelineRow, TimelineView, WorldView } from '../inspect/console/shapes.js';
import { Heading, Badge } from './parts.js';
import { linkTo } from './routes.js';
import { read, useView } from './view.js';

const PAGE = 100;

interface Props {
  readonly world: WorldView;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What happened, the latest first. The filters stand in the address, so that a link shows the same. */
export function TimelinePage({ world, parameters }: Props) {
  const { account, repository, outcome, text } = parameters;
  const filter = { account, repository, outcome, text };
  const key = JSON.stringify(filter);
  const { data, problem } = useView<TimelineView>('console/timeline', { ...filter, limit: String(PAGE) });
  const [earlier, setEarlier] = useState<readonly TimelineRow[]>([]);
  const [next, setNext] = useState<number>();
  useEffect(() => {
    setEarlier([]);
    setNext(undefined);
  }, [key]);
  const change = (name: string, value: string) => {
    history.replaceState(null, '', linkTo('timeline', { ...filter, [name]: value }));
    dispatchEvent(new HashChangeEvent('hashchange'));
  };
  const latest = data?.rows ?? [];
  const more = earlier.length === 0 ? data?.next : next;
  const showEarlier = async () => {
    // What has been shown is kept as it was; what is newer comes in above it.
    const answer = await read<TimelineView>('console/timeline', {
      ...filter,
      limit: String(PAGE),
      before: String(more),
    });
    setEarlier((before) => [...(before.length === 0 ? latest : before), ...answer.rows]);
    setNext(answer.next);
  };
  const kept = new Set(earlier.map(({ sequence }) => sequence));
  const rows = [...latest.filter(({ sequence }) => !kept.has(sequence)), ...earlier];
  const accounts = [...new Set(world.registries.map((one) => one.account))];
  return (
    <>
      <Heading>Timeline</Heading>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          Account
          <select value={account ?? ''} onChange={(event) => change('account', event.currentTarget.value)}>
            <option value="">all</option>
            {accounts.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <label>
          Outcome
          <select value={outcome ?? ''} onChange={(event) => change('outcome', event.currentTarget.value)}>
            <option value="">all</option>
            <option value="failed">failed</option>
            <option value="succeeded">succeeded</option>
          </select>
        </label>
        <label>
          Repository
          <input
            value={repository ?? ''}
            onChange={(event) => change('repository', event.currentTarget.value.trim())}
          />
        </label>
        <label>
          Text
          <input
            type="search"
            value={text ?? ''}
            onInput={(event) => change('text', event.currentTarget.value)}
          />
        </label>
      </form>
      {problem === undefined ? undefined : <p class="bad">{problem}</p>}
      {rows.length === 0 ? (
        <p class="soft">{data === undefined ? 'Reading …' : 'Nothing that fits happened.'}</p>
      ) : (
        <ol class="timeline" aria-label="What happened, the latest first">
          {rows.map((row) => (
            <Entry key={row.sequence} row={row} />
          ))}
        </ol>
      )}
      <p class="buttons">
        {more === undefined ? undefined : (
          <button type="button" onClick={() => void showEarlier()}>
            Show earlier
          </button>
        )}
        {data !== undefined && data.forgotten > 0 ? (
          <span class="soft">The oldest {data.forgotten} entries are no longer kept.</span>
        ) : undefined}
      </p>
    </>
  );
}

function Entry({ row: { moment, kind, where, text, failed } }: { readonly row: TimelineRow }) {
  return (
    <li class={failed ? 'failed' : undefined}>
      <span class="when">
        <time>{moment}</time> <span class="kind">{kind}</span>
      </span>
      <code class="where">{where}</code>
      <span class="what">
        {failed ? <Badge state="failed">failed</Badge> : undefined} {text}
      </span>
    </li>
  );
}
