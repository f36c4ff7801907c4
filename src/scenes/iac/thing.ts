import type { Step, WrittenDocument } from '../../world/written-origin.js';
import type { WrittenKind } from '../../world/written-origin.js';
import type { JsonRecord } from './read-json.js';

/** What a resource comes to, in the words of the API: JSON, since it is kept for updates and deletions. */
export type Thing =
  | {
      readonly kind: 'repository';
      /** What CreateRepository takes. */
      readonly input: JsonRecord & { readonly repositoryName: string };
      /** Absent if another resource has a say in its policies. */
      readonly policies?: { readonly policyText?: string; readonly lifecyclePolicyText?: string };
      readonly force: boolean;
    }
  | {
      readonly kind: 'replication configuration';
      readonly input: { readonly replicationConfiguration: JsonRecord };
    }
  | { readonly kind: 'registry policy'; readonly input: { readonly policyText: string } }
  | { readonly kind: 'scanning configuration'; readonly input: JsonRecord }
  | { readonly kind: 'signing configuration'; readonly input: JsonRecord }
  | {
      readonly kind: 'pull-through cache rule';
      readonly input: JsonRecord & { readonly ecrRepositoryPrefix: string };
    }
  | { readonly kind: 'creation template'; readonly input: JsonRecord & { readonly prefix: string } }
  | { readonly kind: 'pull-time update exclusion'; readonly input: { readonly principalArn: string } }
  | {
      readonly kind: 'repository policy';
      readonly input: { readonly repositoryName: string; readonly policyText: string };
    }
  | {
      readonly kind: 'lifecycle policy';
      readonly input: { readonly repositoryName: string; readonly lifecyclePolicyText: string };
    }
  | { readonly kind: 'account setting'; readonly input: { readonly name: string; readonly value: string } }
  | { readonly kind: 'principal'; readonly principal: PrincipalThing }
  | { readonly kind: 'identity policy'; readonly policy: PolicyThing };

/** A document of which a registry has one. */
export type RegistryDocument =
  'replication configuration' | 'registry policy' | 'scanning configuration' | 'signing configuration';

/** A role, a user or a group. */
export interface PrincipalThing {
  readonly type: 'role' | 'user' | 'group';
  readonly name: string;
  readonly arn: string;
  readonly policies: readonly IdentityDocument[];
  readonly managedPolicyArns: readonly string[];
  readonly groups: readonly string[];
  readonly boundary?: string;
  /** Who may assume a role. */
  readonly trust?: IdentityDocument;
  /** Seconds. */
  readonly maxSessionDuration?: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** A policy that is attached to principals by their names. */
export interface PolicyThing {
  /** Of a managed policy. */
  readonly arn?: string;
  /** The managed policy that a Terraform attachment gives to its principals. */
  readonly attaches?: string;
  readonly document: IdentityDocument;
  readonly roles: readonly string[];
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

/** The text of an identity policy, and where it is written. */
export interface IdentityDocument {
  readonly text: string;
  readonly written: WrittenDocument;
}

/** A resource of a template, a plan or a state, ready to be made. */
export interface PlannedResource {
  readonly id: string;
  readonly type: string;
  readonly account: string;
  readonly region: string;
  readonly physicalId: string;
  readonly thing: Thing;
  /** Those that can't change in place, as resolved: what differs from last time is another resource. */
  readonly properties: JsonRecord;
  /** Where its documents are written; the first is the resource itself. */
  readonly documents: readonly { readonly kind: WrittenKind; readonly document: WrittenDocument }[];
  /** Properties that can't change in place. */
  readonly replacing: readonly string[];
  /** Whether its name was chosen: two things can't have it. */
  readonly isNamed: boolean;
  /** Stays when its resource goes. */
  readonly retained: boolean;
  readonly retainedOnReplace: boolean;
  /** How often it was replaced: part of made-up names. */
  readonly generation: number;
  /** Properties at which refusals of the API are reported, by the member of its input. */
  readonly places: Readonly<Record<string, readonly Step[]>>;
  readonly construct?: string;
}
