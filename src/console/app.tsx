import { useEffect, useRef, useState } from 'preact/hooks';
import type { WorldView } from '../inspect/console/shapes.js';
import { Actions } from './actions.js';
import { ExplainPage } from './explain.js';
import { ImagePage } from './image.js';
import { heardVersion, useLiveness } from './live.js';
import { Overview } from './overview.js';
import { Said, announce, focusHeading } from './parts.js';
import { RegistryPage } from './registry.js';
import { RepositoryPage } from './repository.js';
import { type Place, linkTo, placeOf } from './routes.js';
import { TimelinePage } from './timeline.js';
import { follow, read } from './view.js';

const TABS = [
  ['', 'Replication'],
  ['timeline', 'Timeline'],
  ['explain', 'Why not there?'],
] as const;

/** The console: what is there on the left, what can be done on the right. */
export function App() {
  const world = useWorld();
  const place = usePlace();
  const { isLive } = useLiveness();
  return (
    <>
      <a class="skip" href="#main" onClick={focusMain}>
        Skip to the content
      </a>
      <header>
        <b class="brand">fake-ecr</b>
        <nav aria-label="Pages">
          {TABS.map(([page, title]) => (
            <a key={page} href={linkTo(page)} aria-current={place.page === page ? 'page' : undefined}>
              {title}
            </a>
          ))}
          <a href="/_fake-ecr/report">Report</a>
        </nav>
        <span class="clock">
          {world === undefined ? '' : <span title="The clock of the fake">{world.now}</span>}
          <span class={isLive ? 'live' : 'live off'}>{isLive ? 'live' : 'not connected'}</span>
        </span>
      </header>
      {world === undefined ? (
        <main id="main">
          <p class="soft">Reading …</p>
        </main>
      ) : (
        <div class="columns">
          <main id="main" tabIndex={-1}>
            <Counts counts={world.counts} />
            <CurrentPage place={place} world={world} />
          </main>
          <Actions world={world} />
        </div>
      )}
      <Said />
    </>
  );
}

function CurrentPage({
  place: { page, parameters },
  world,
}: {
  readonly place: Place;
  readonly world: WorldView;
}) {
  const { registry, repository, digest } = parameters;
  if (page === 'timeline') return <TimelinePage world={world} parameters={parameters} />;
  if (page === 'explain') return <ExplainPage world={world} parameters={parameters} />;
  if (page === 'image' && registry !== undefined && repository !== undefined && digest !== undefined) {
    return <ImagePage registry={registry} repository={repository} digest={digest} />;
  }
  if (page === 'repository' && registry !== undefined && repository !== undefined) {
    return <RepositoryPage registry={registry} repository={repository} />;
  }
  if (page === 'registry' && registry !== undefined) return <RegistryPage registry={registry} />;
  return <Overview world={world} />;
}

function Counts({ counts }: { readonly counts: WorldView['counts'] }) {
  const shown = [
    [counts.accounts, 'account', 'accounts'],
    [counts.registries, 'registry', 'registries'],
    [counts.repositories, 'repository', 'repositories'],
    [counts.images, 'image', 'images'],
  ] as const;
  return (
    <ul class="counts" aria-label="Counts">
      {shown.map(([number, one, many]) => (
        <li key={one}>
          <b>{number.toLocaleString('en')}</b> <span>{number === 1 ? one : many}</span>
        </li>
      ))}
    </ul>
  );
}

/** The world at a glance, read again whenever it changes; edges that change their state are announced. */
function useWorld(): WorldView | undefined {
  const [world, setWorld] = useState<WorldView>();
  const states = useRef(new Map<string, string>());
  useEffect(
    () =>
      follow(
        (signal) => {
          const version = heardVersion();
          return read<WorldView>(
            'console/world',
            { version: version < 0 ? undefined : String(version) },
            signal,
          );
        },
        ({ data }) => {
          if (data === undefined) return;
          const before = states.current;
          states.current = new Map(data.edges.map(({ from, to, state }) => [`${from} to ${to}`, state]));
          const changed = [...states.current].filter(
            ([key, state]) => before.has(key) && before.get(key) !== state,
          );
          if (changed.length > 0) {
            announce(
              changed
                .slice(0, 3)
                .map(([key, state]) => `${key}: ${state}`)
                .join('; '),
            );
          }
          setWorld(data);
        },
      ),
    [],
  );
  return world;
}

/** Where the address leads. Who goes to another page finds the focus at its heading. */
function usePlace(): Place {
  const [place, setPlace] = useState(placeOf(location.hash));
  useEffect(() => {
    const look = () => setPlace(placeOf(location.hash));
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  const { page, parameters } = place;
  const { registry, repository, digest } = parameters;
  const subject = `${page} ${registry} ${repository} ${digest}`;
  const isFirst = useRef(true);
  useEffect(() => {
    document.title = `${repository ?? registry ?? TABS.find(([name]) => name === page)?.[1] ?? 'Replication'} · fake-ecr`;
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    focusHeading();
    scrollTo(0, 0);
  }, [subject]);
  return place;
}

function focusMain(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
