import type { SendStub } from './send-stub.js';

/** Marks the stubs of this package, for every copy of it that is loaded. */
const MARK = Symbol.for('fake-ecr.send-stub');

interface MarkedStub extends SendStub {
  readonly isSinonProxy?: boolean;
  [MARK]?: object | undefined;
}

/** What is stubbed: the prototype of a client class, or one client. */
export class SendTarget {
  private shield: unknown;

  constructor(readonly object: { send?: unknown }) {}

  /** For messages: `ECRClient`, or `a client (ECRClient)`. */
  get label(): string {
    const name = this.object.constructor.name;
    return Object.getPrototypeOf(this.object) === this.object.constructor.prototype
      ? `a client (${name})`
      : name;
  }

  /** The stub that is on the target itself. */
  get ownStub(): SendStub | undefined {
    return asStub(Object.getOwnPropertyDescriptor(this.object, 'send')?.value);
  }

  /** The stub that calls on the target reach, its own or an inherited one. */
  get stub(): SendStub | undefined {
    return asStub(this.object.send);
  }

  /**
   * Gives the target a `send` of its own that goes on to the inherited one, where that is a stub: stubbing
   * the target would otherwise take the inherited stub away from everybody else.
   */
  isolate(): void {
    if (this.stub === undefined || Object.hasOwn(this.object, 'send')) return;
    const { object } = this;
    this.shield = function send(this: unknown, ...args: unknown[]): unknown {
      const inherited = (Object.getPrototypeOf(object) as { send: (...args: unknown[]) => unknown }).send;
      return inherited.apply(this, args);
    };
    Object.defineProperty(object, 'send', { value: this.shield, writable: true, configurable: true });
  }

  /** How `send` stands on the target itself, to be put there again. */
  get placement(): PropertyDescriptor {
    return Object.getOwnPropertyDescriptor(this.object, 'send') as PropertyDescriptor;
  }

  /** Puts a `send` on the target that stood there before. */
  place(send: PropertyDescriptor): void {
    Object.defineProperty(this.object, 'send', send);
  }

  /** Takes back what `isolate` added. */
  expose(): void {
    if (this.shield !== undefined && this.object.send === this.shield) delete this.object.send;
    this.shield = undefined;
  }
}

/** Says which door a stub belongs to; to none, once that is over. */
export function markStub(stub: SendStub, door: object | undefined): void {
  Object.defineProperty(stub, MARK, { value: door, configurable: true });
}

/** The door that a stub belongs to; undefined for stubs of the test's own. */
export function doorOf(stub: SendStub): object | undefined {
  return (stub as MarkedStub)[MARK];
}

function asStub(send: unknown): SendStub | undefined {
  return typeof send === 'function' && (send as unknown as MarkedStub).isSinonProxy === true
    ? (send as unknown as SendStub)
    : undefined;
}
