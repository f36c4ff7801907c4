import { useRef } from 'preact/hooks';
import type { FailureView, StallView, WorldView } from '../inspect/console/shapes.js';
import { type Command, endFailCommand, endOutageCommand, endStallCommand } from './commands.js';
import { SameAs, perform } from './parts.js';

/** A fault that is in force. */
interface Fault {
  readonly text: string;
  /** What is left of it. */
  readonly left: string;
  readonly end: Command;
  /** Said when it has ended. */
  readonly done: string;
}

/** The faults that are in force, whoever made them, each with what is left of it and what ends it. */
export function Faults({ world }: { readonly world: WorldView }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const faults = [
    ...world.outages.map(ofOutage),
    ...world.stalls.map(ofStall),
    ...world.failures.map(ofFailure),
  ];
  const end = async (fault: Fault) => {
    await perform(fault.end, fault.done);
    // Its button goes with it.
    heading.current?.focus();
  };
  return (
    <section class="card">
      <h2 ref={heading} tabIndex={-1}>
        Faults
      </h2>
      {faults.length === 0 ? (
        <p class="soft">None: everything works.</p>
      ) : (
        <ul class="running" aria-label="Faults in force">
          {faults.map((fault) => (
            <li key={fault.text}>
              <div>
                <span>
                  <span class="what">{fault.text}</span> <span class="soft">{fault.left}</span>
                </span>
                <button
                  type="button"
                  class="small"
                  aria-label={`End: ${fault.text}`}
                  onClick={() => void end(fault)}
                >
                  End
                </button>
              </div>
              <SameAs command={fault.end} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const LASTS = 'until it is ended';

function ofOutage(region: string): Fault {
  return {
    text: `${region} is down`,
    left: LASTS,
    end: endOutageCommand(region),
    done: `${region} is up again.`,
  };
}

function ofStall({ to, repository }: StallView): Fault {
  const what = repository === undefined ? 'all replications' : `replications of ${repository}`;
  return {
    text: `${what} to ${to ?? 'everywhere'} are stuck`,
    left: LASTS,
    end: endStallCommand(to, repository),
    done: 'What was stuck goes on.',
  };
}

function ofFailure({ operation, code, left, ...scope }: FailureView): Fault {
  const { account, region, repository } = scope;
  const parts = [
    operation === '*' ? 'every call' : operation,
    ...(repository === undefined ? [] : [`on ${repository}`]),
    ...(account === undefined ? [] : [`by ${account}`]),
    ...(region === undefined ? [] : [`in ${region}`]),
  ];
  return {
    text: `${parts.join(' ')} fails with ${code}`,
    left: left === 'always' ? LASTS : `${left} left`,
    end: endFailCommand(operation, code, scope),
    done: `${parts.join(' ')} works again.`,
  };
}
