import type { SendStub } from './send-stub.js';

/** Marks the stubs of this package, for all loaded copies of it. */
const MARK = Symbol.for('fake-ecr.send-stub');

interface MarkedStub extends SendStub {
  readonly isSinonProxy?: boolean;
  [MARK]?: object | undefined;
}

/** The object to stub: the prototype of a client class, or one client. */
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

  /** The stub on the target itself. */
  get ownStub(): SendStub | undefined {
    return asStub(Object.getOwnPropertyDescriptor(this.object, 'send')?.value);
  }

  /** The stub that calls on the target reach: its own or an inherited one. */
  get stub(): SendStub | undefined {
    return asStub(this.object.send);
  }

  /**
   * Gives the target its own `send` that calls the inherited one, if that is a stub: stubbing the target would
   * otherwise remove the inherited stub for all other clients.
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

  /** The property `send` on the target itself, for restoring it. */
  get placement(): PropertyDescriptor {
    return Object.getOwnPropertyDescriptor(this.object, 'send') as PropertyDescriptor;
  }

  /** Restores a `send` on the target. */
  place(send: PropertyDescriptor): void {
    Object.defineProperty(this.object, 'send', send);
  }

  /** Removes what `isolate` added. */
  expose(): void {
    if (this.shield !== undefined && this.object.send === this.shield) delete this.object.send;
    this.shield = undefined;
  }
}

/** Sets the door that a stub belongs to, or none. */
export function markStub(stub: SendStub, door: object | undefined): void {
  Object.defineProperty(stub, MARK, { value: door, configurable: true });
}

/** The door that a stub belongs to; undefined for the test's own stubs. */
export function doorOf(stub: SendStub): object | undefined {
  return (stub as MarkedStub)[MARK];
}

function asStub(send: unknown): SendStub | undefined {
  return typeof send === 'function' && (send as unknown as MarkedStub).isSinonProxy === true
    ? (send as unknown as SendStub)
    : undefined;
}
