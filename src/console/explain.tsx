import { useEffect, useState } from 'preact/hooks';
import type { ExplanationView, WorldView } from '../inspect/console/shapes.js';
import { grantCommand } from './commands.js';
import { Heading, Badge, SameAs, perform } from './parts.js';
import { linkTo } from './routes.js';
import { useView } from './view.js';

interface Props {
  readonly world: WorldView;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Why is it not there? The question stands in the address; the answer changes as the world does. */
export function ExplainPage({ world, parameters }: Props) {
  const { image = '', destination = '', source = '' } = parameters;
  const [asked, setAsked] = useState({ image, destination, source });
  useEffect(() => setAsked({ image, destination, source }), [image, destination, source]);
  const isWhole = image !== '' && destination !== '';
  const { data, problem } = useView<ExplanationView>(
    'console/explain',
    isWhole ? { image, destination, source } : undefined,
  );
  const keys = [...new Set([...world.registries.map(({ key }) => key), destination, source])].filter(Boolean);
  const edge = world.edges.find((one) => one.from === source && one.to === destination);
  return (
    <>
      <Heading>Why is it not there?</Heading>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          location.hash = linkTo('explain', asked);
        }}
      >
        <label class="wide">
          Image
          <input
            required
            placeholder="payments:v1"
            value={asked.image}
            onInput={(event) => setAsked({ ...asked, image: event.currentTarget.value.trim() })}
          />
        </label>
        <label>
          Destination
          <select
            required
            value={asked.destination}
            onChange={(event) => setAsked({ ...asked, destination: event.currentTarget.value })}
          >
            <option value="">choose one</option>
            {keys.map((key) => (
              <option key={key}>{key}</option>
            ))}
          </select>
        </label>
        <label>
          From
          <select
            value={asked.source}
            onChange={(event) => setAsked({ ...asked, source: event.currentTarget.value })}
          >
            <option value="">the likeliest</option>
            {keys.map((key) => (
              <option key={key}>{key}</option>
            ))}
          </select>
        </label>
        <button type="submit" class="main">
          Ask
        </button>
      </form>
      <div aria-live="polite">
        {problem === undefined ? undefined : <p class="bad">{problem}</p>}
        {data === undefined ? undefined : <Answer answer={data} />}
        {!isWhole && edge !== undefined ? (
          <p>
            <Badge state={edge.state}>{edge.state}</Badge> {edge.problem ?? edge.label}. Name an image to ask
            about.
          </p>
        ) : undefined}
      </div>
      {data !== undefined ? <Mending answer={data} destination={destination} /> : undefined}
    </>
  );
}

function Answer({ answer: { outcome, question, reasons } }: { readonly answer: ExplanationView }) {
  return (
    <section class="answer">
      <p>
        <Badge state={outcome}>{outcome}</Badge> <span class="mono">{question}</span>
      </p>
      <ol>
        {reasons.map(({ code, text, details }, index) => (
          <li key={index} data-code={code}>
            {text}
            {details.map((line, place) => (
              <div class="soft detail" key={place}>
                {line}
              </div>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What another account's policy refuses can be granted here. */
function Mending({
  answer,
  destination,
}: {
  readonly answer: ExplanationView;
  readonly destination: string;
}) {
  const isRefused = answer.reasons.some(({ code }) => code === 'access-denied' || code === 'create-denied');
  const account = / from (\d{12})\//.exec(answer.question)?.[1];
  if (!isRefused || account === undefined || destination.startsWith(`${account}/`)) return null;
  const command = grantCommand(destination, account);
  return (
    <section class="card">
      <h2>Let {account} in</h2>
      <p class="soft">
        Adds a statement to the registry policy of {destination}. What failed is sent by the next push.
      </p>
      <button
        type="button"
        class="main"
        onClick={() =>
          void perform(command, `${destination} now lets ${account} in. Push again to send what failed.`)
        }
      >
        Grant
      </button>
      <SameAs command={command} />
    </section>
  );
}
