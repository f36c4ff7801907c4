import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { WorldView } from '../inspect/console/shapes.js';
import {
  type Command,
  advanceCommand,
  failCommand,
  outageCommand,
  resetCommand,
  settleCommand,
  stallCommand,
} from './commands.js';
import { Faults } from './faults.js';
import { SameAs, perform } from './parts.js';

const UNITS = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;

/** What can be done to the world, each with the command line and the TypeScript that do the same. */
export function Actions({ world }: { readonly world: WorldView }) {
  const keys = world.registries.map(({ key }) => key);
  const regions = [...new Set(world.registries.map(({ region }) => region))].sort();
  return (
    <aside aria-label="Actions">
      <Faults world={world} />
      <Settle keys={keys} pending={world.pending.total} />
      <Advance />
      <Outage regions={regions} />
      <Stall keys={keys} />
      <Fail />
      <Reset />
      <datalist id="regions">
        {regions.map((region) => (
          <option key={region} value={region} />
        ))}
      </datalist>
    </aside>
  );
}

interface CardProps {
  readonly title: string;
  readonly about: string;
  /** Undefined while something is missing. */
  readonly command: Command | undefined;
  readonly button: string;
  readonly done: string;
  readonly children?: ComponentChildren;
}

function Card({ title, about, command, button, done, children }: CardProps) {
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        if (command !== undefined) void perform(command, done);
      }}
    >
      <h2>{title}</h2>
      <p class="soft">{about}</p>
      {children}
      <button type="submit" disabled={command === undefined}>
        {button}
      </button>
      {command === undefined ? undefined : <SameAs command={command} />}
    </form>
  );
}

function Settle({ keys, pending }: { readonly keys: readonly string[]; readonly pending: number }) {
  const [to, setTo] = useState('');
  return (
    <Card
      title="Settle"
      about={
        pending === 0 ? 'Nothing is pending.' : `${pending} pending. Ends it now, however late it is due.`
      }
      command={settleCommand(to === '' ? undefined : to)}
      button="Settle"
      done="Settled."
    >
      <RegistryChoice label="What arrives at" none="all registries" keys={keys} value={to} onValue={setTo} />
    </Card>
  );
}

function Advance() {
  const [amount, setAmount] = useState('1');
  const [unit, setUnit] = useState<keyof typeof UNITS>('hours');
  const milliseconds = Math.round(Number(amount) * UNITS[unit]);
  const isRight = amount !== '' && milliseconds >= 0;
  return (
    <Card
      title="Advance"
      about="Moves the clock, and does what falls due."
      command={isRight ? advanceCommand(milliseconds) : undefined}
      button="Advance"
      done={`The clock went on by ${amount} ${unit}.`}
    >
      <div class="pair">
        <label>
          By
          <input
            type="number"
            min="0"
            step="any"
            value={amount}
            onInput={(event) => setAmount(event.currentTarget.value)}
          />
        </label>
        <label>
          Unit
          <select value={unit} onChange={(event) => setUnit(event.currentTarget.value as keyof typeof UNITS)}>
            {Object.keys(UNITS).map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      </div>
    </Card>
  );
}

function Outage({ regions }: { readonly regions: readonly string[] }) {
  const [region, setRegion] = useState('');
  const chosen = region === '' ? regions[0] : region;
  return (
    <Card
      title="Outage"
      about="A Region is down: calls there fail, and copies wait."
      command={chosen === undefined ? undefined : outageCommand(chosen)}
      button="Begin outage"
      done={`${chosen} is down.`}
    >
      <label>
        Region
        <input
          list="regions"
          placeholder={regions[0] ?? 'us-east-1'}
          value={region}
          onInput={(event) => setRegion(event.currentTarget.value.trim())}
        />
      </label>
    </Card>
  );
}

function Stall({ keys }: { readonly keys: readonly string[] }) {
  const [to, setTo] = useState('');
  const [repository, setRepository] = useState('');
  const command = stallCommand(to === '' ? undefined : to, repository === '' ? undefined : repository);
  return (
    <Card
      title="Stall"
      about="Replications get stuck until the stall ends."
      command={command}
      button="Begin stall"
      done="Replications are stuck."
    >
      <RegistryChoice label="To" none="everywhere" keys={keys} value={to} onValue={setTo} />
      <label>
        Repository
        <input
          placeholder="all"
          value={repository}
          onInput={(event) => setRepository(event.currentTarget.value.trim())}
        />
      </label>
    </Card>
  );
}

const OPERATIONS = [
  '*',
  'PutImage',
  'BatchGetImage',
  'BatchDeleteImage',
  'BatchCheckLayerAvailability',
  'InitiateLayerUpload',
  'UploadLayerPart',
  'CompleteLayerUpload',
  'GetDownloadUrlForLayer',
  'GetAuthorizationToken',
  'CreateRepository',
  'DescribeRepositories',
  'DescribeImages',
  'ListImages',
];
const CODES = ['ThrottlingException', 'ServerException', 'AccessDeniedException', 'LimitExceededException'];

function Fail() {
  const [operation, setOperation] = useState('PutImage');
  const [code, setCode] = useState('ThrottlingException');
  const [often, setOften] = useState('1');
  const [repository, setRepository] = useState('');
  const times = often === 'always' ? 'always' : Number(often);
  const isRight = operation !== '' && code !== '';
  return (
    <Card
      title="Fail"
      about="The next calls of an operation are refused."
      command={isRight ? failCommand(operation, code, times, { repository }) : undefined}
      button="Let it fail"
      done={`${operation} fails with ${code}, ${often === 'always' ? 'until it is ended' : `${often} time${often === '1' ? '' : 's'}`}.`}
    >
      <label>
        Operation
        <input
          list="operations"
          value={operation}
          onInput={(event) => setOperation(event.currentTarget.value.trim())}
        />
      </label>
      <label>
        With
        <input list="codes" value={code} onInput={(event) => setCode(event.currentTarget.value.trim())} />
      </label>
      <div class="pair">
        <label>
          How often
          <select value={often} onChange={(event) => setOften(event.currentTarget.value)}>
            <option value="1">once</option>
            <option value="2">2 times</option>
            <option value="3">3 times</option>
            <option value="10">10 times</option>
            <option value="always">always</option>
          </select>
        </label>
        <label>
          Repository
          <input
            placeholder="all"
            value={repository}
            onInput={(event) => setRepository(event.currentTarget.value.trim())}
          />
        </label>
      </div>
      <Suggestions id="operations" values={OPERATIONS} />
      <Suggestions id="codes" values={CODES} />
    </Card>
  );
}

function Reset() {
  const [isAsked, setAsked] = useState(false);
  const command = resetCommand();
  return (
    <section class="card">
      <h2>Reset</h2>
      <p class="soft">Back to the seed, or to an empty world. What was pushed since is gone.</p>
      {isAsked ? (
        <div class="buttons">
          <button
            type="button"
            class="danger"
            onClick={() => {
              setAsked(false);
              void perform(command, 'The world began anew.');
            }}
          >
            Reset the world
          </button>
          <button type="button" onClick={() => setAsked(false)}>
            Keep it
          </button>
        </div>
      ) : (
        <button type="button" onClick={() => setAsked(true)}>
          Reset …
        </button>
      )}
      <SameAs command={command} />
    </section>
  );
}

interface ChoiceProps {
  readonly label: string;
  /** Said for none. */
  readonly none: string;
  readonly keys: readonly string[];
  readonly value: string;
  readonly onValue: (value: string) => void;
}

function RegistryChoice({ label, none, keys, value, onValue }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => onValue(event.currentTarget.value)}>
        <option value="">{none}</option>
        {keys.map((key) => (
          <option key={key}>{key}</option>
        ))}
      </select>
    </label>
  );
}

function Suggestions({ id, values }: { readonly id: string; readonly values: readonly string[] }) {
  return (
    <datalist id={id}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  );
}
