import type { ReplicationRule } from '@aws-sdk/client-ecr';
import type { OperationName } from '../../api/facts.js';
import { partitionOf } from '../../aws/regions.js';
import { FakeEcrError } from '../../lib/misuse.js';
import type { OperationOutput } from '../../operations/operation.js';
import type { Ledger } from './ledger.js';
import { type MaskOptions, masked } from './mask.js';
import type { Place, PlaceName, Places } from './place.js';
import type { SavedSettings } from './registry-settings.js';
import { thingMade, thingRemoved } from './things.js';
import { type TinyImage, digestOf, tinyImage, tinyIndex } from './tiny-image.js';

/** The SDK, as far as probes use it: a class for each command. */
export type ProbingSdk = object;

/** A call that a probe made, for the recording. */
export interface CallNote {
  readonly operation: string;
  readonly place: PlaceName;
  readonly input: unknown;
  /** `answered`, or the name of the exception. */
  readonly outcome: string;
  readonly message?: string;
}

/** How a call ended: what it answered, or how it was refused. */
export type Attempt = { readonly answered: unknown } | { readonly refused: string; readonly message: string };

export interface BenchOptions {
  readonly sdk: ProbingSdk;
  readonly places: Places;
  /** The prefix of all names in this run. */
  readonly prefix: string;
  /** The probe's id: a part of the names that it makes. */
  readonly id: string;
  readonly ledger: Ledger;
  readonly mask: MaskOptions;
  /** The settings of the registries before the run; absent if none may be changed. */
  readonly saved?: Readonly<Partial<Record<PlaceName, SavedSettings>>>;
  /** Lets time pass. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly isStopped: () => boolean;
}

/** The run should stop. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

const READS = /^(Describe|Get|List|BatchGet|BatchCheck|Validate)/;
/** How often something that takes its time is asked for, and how many milliseconds lie between. */
const TRIES = 90;
const PAUSE = 2_000;

/** What a probe works with: calls that can't touch what the run did not make, and small images. */
export class Bench {
  readonly calls: CallNote[] = [];
  readonly #options: BenchOptions;

  constructor(options: BenchOptions) {
    this.#options = options;
  }

  get account(): string {
    return this.#options.places.home.account;
  }

  get region(): string {
    return this.#options.places.home.region;
  }

  /** `aws`, or that of China or the government. */
  get partition(): string {
    return partitionOf(this.region).id;
  }

  /** @throws FakeEcrError if the run was given no such place */
  place(name: PlaceName): Place {
    const place = this.#options.places[name];
    if (place !== undefined) return place;
    throw new FakeEcrError(`${this.#options.id} needs the place ${name}.`, 'Say so in its needs.');
  }

  /** A name that belongs to this probe. */
  name(suffix = 'a'): string {
    return `${this.#options.prefix}/${this.#options.id.toLowerCase()}/${suffix}`;
  }

  /** The ARN of a repository at home. */
  arn(repositoryName: string, region = this.region): string {
    return `arn:${this.partition}:ecr:${region}:${this.account}:repository/${repositoryName}`;
  }

  /** Calls an operation; its refusal is an error. */
  async call<N extends OperationName>(
    operation: N,
    input: object = {},
    at: PlaceName = 'home',
  ): Promise<OperationOutput<N>> {
    const { isStopped, sdk, mask } = this.#options;
    if (isStopped()) throw new Stopped('The run should stop.');
    this.#guard(operation, input);
    const Command = (sdk as Readonly<Record<string, (new (input: object) => object) | undefined>>)[
      `${operation}Command`
    ];
    if (Command === undefined) {
      throw new FakeEcrError(`This SDK has no ${operation}.`, 'Install a newer @aws-sdk/client-ecr.');
    }
    const made = thingMade(operation, input, at);
    const isNew = made !== undefined && !this.#options.ledger.has(made);
    if (made !== undefined) this.#options.ledger.add(made);
    const note = { operation, place: at, input: masked(input, mask) };
    try {
      const answer = await this.place(at).client.send(new Command(input) as never);
      this.calls.push({ ...note, outcome: 'answered' });
      const removed = thingRemoved(operation, input, at);
      if (removed !== undefined) this.#options.ledger.remove(removed);
      return answer as unknown as OperationOutput<N>;
    } catch (error) {
      const { name, message, $fault } = error as Error & { readonly $fault?: string };
      this.calls.push({ ...note, outcome: name, message: String(masked(message, mask)) });
      // A refused call created nothing.
      if (isNew && $fault === 'client') this.#options.ledger.remove(made);
      throw error;
    }
  }

  /** Calls an operation, and answers how it ended. */
  async attempt(operation: OperationName, input: object = {}, at: PlaceName = 'home'): Promise<Attempt> {
    try {
      return { answered: await this.call(operation, input, at) };
    } catch (error) {
      const { name, message, $fault } = error as Error & { readonly $fault?: string };
      // What is not a refusal tells nothing of ECR: a network, an answer that is none, a fault of the service.
      if ($fault !== 'client') throw error;
      return { refused: name, message };
    }
  }

  /** Makes a repository. @returns its name */
  async repository(suffix = 'a', settings: object = {}): Promise<string> {
    const repositoryName = this.name(suffix);
    await this.call('CreateRepository', { repositoryName, ...settings });
    return repositoryName;
  }

  /** A small image; the same text, the same bytes. */
  image(text: string): TinyImage {
    return tinyImage(text);
  }

  /** The manifest of an index of images. */
  index(images: readonly TinyImage[]): { readonly manifest: string; readonly digest: string } {
    return tinyIndex(images);
  }

  /** Uploads the blobs of an image. */
  async upload(repositoryName: string, { config, layer }: TinyImage): Promise<void> {
    for (const bytes of [config, layer]) await this.uploadBlob(repositoryName, bytes);
  }

  /** Uploads a blob in one part. @returns its digest */
  async uploadBlob(repositoryName: string, bytes: Uint8Array): Promise<string> {
    const digest = digestOf(bytes);
    const { uploadId } = await this.call('InitiateLayerUpload', { repositoryName });
    await this.call('UploadLayerPart', {
      repositoryName,
      uploadId,
      partFirstByte: 0,
      partLastByte: bytes.byteLength - 1,
      layerPartBlob: bytes,
    });
    await this.call('CompleteLayerUpload', { repositoryName, uploadId, layerDigests: [digest] });
    return digest;
  }

  /** Pushes an image as Docker would. @returns its digest */
  async push(repositoryName: string, tag: string | undefined, text: string): Promise<string> {
    const image = this.image(text);
    const { layers = [] } = await this.call('BatchCheckLayerAvailability', {
      repositoryName,
      layerDigests: [digestOf(image.config)],
    });
    if (layers[0]?.layerAvailability !== 'AVAILABLE') await this.upload(repositoryName, image);
    await this.put(repositoryName, tag, image.manifest);
    return image.digest;
  }

  /** Puts a manifest. */
  async put(
    repositoryName: string,
    tag: string | undefined,
    imageManifest: string,
  ): Promise<OperationOutput<'PutImage'>> {
    return this.call('PutImage', {
      repositoryName,
      imageManifest,
      ...(tag === undefined ? {} : { imageTag: tag }),
    });
  }

  /** The tags of each image, by digest, in one order. */
  async tagsOf(
    repositoryName: string,
    at: PlaceName = 'home',
  ): Promise<Readonly<Record<string, readonly string[]>>> {
    const { imageDetails = [] } = await this.call('DescribeImages', { repositoryName }, at);
    const rows = imageDetails.map(
      ({ imageDigest = '', imageTags = [] }) => [imageDigest, [...imageTags].sort()] as const,
    );
    return Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Adds replication rules to those that the registry had before the run. */
  async addRules(
    ...rules: readonly ReplicationRule[]
  ): Promise<OperationOutput<'PutReplicationConfiguration'>> {
    const before = this.#options.saved?.home?.replication ?? [];
    return this.call('PutReplicationConfiguration', {
      replicationConfiguration: { rules: [...before, ...rules] },
    });
  }

  /** Says that a repository is going to be made by ECR itself, so that it is removed afterwards. */
  expectRepository(name: string, at: PlaceName): void {
    this.#options.ledger.expect({ kind: 'repository', place: at, name });
  }

  /**
   * Polls until a condition holds.
   *
   * @returns what was answered last, even if it never was so
   */
  async until<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<T> {
    let answer = await ask();
    for (let tries = 1; !isSo(answer) && tries < TRIES; tries++) {
      await this.#options.wait(PAUSE);
      answer = await ask();
    }
    return answer;
  }

  /** Waits a little, so that moments differ. */
  async pause(): Promise<void> {
    await this.#options.wait(PAUSE);
  }

  /** @throws FakeEcrError if a call would change what the run did not make */
  #guard(operation: OperationName, input: object): void {
    if (READS.test(operation)) return;
    const { prefix, saved, id } = this.#options;
    const {
      repositoryName,
      resourceArn,
      ecrRepositoryPrefix,
      prefix: templatePrefix,
    } = input as Readonly<Record<string, unknown>>;
    const name = repositoryName ?? ecrRepositoryPrefix ?? templatePrefix ?? resourceArn;
    if (name === undefined && saved !== undefined) return;
    const isOurs =
      typeof name === 'string' &&
      (name === resourceArn ? name.includes(`:repository/${prefix}/`) : name.startsWith(`${prefix}/`));
    if (isOurs) return;
    throw new FakeEcrError(
      `${id} would call ${operation} on ${name === undefined ? 'the whole registry' : JSON.stringify(name)}.`,
      'That is not of this run: nothing was sent.',
    );
  }
}
