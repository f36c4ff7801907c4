import type { EnhancedImageScanFinding, ImageScanFinding } from '@aws-sdk/client-ecr';
import { shown } from '../lib/arguments.js';
import { FakeEcrError } from '../lib/misuse.js';
import { cloneData } from '../world/clone-data.js';
import { type Finding, type Findings, withDates } from '../world/records/scan.js';

/** The findings for `setScanFindings()`, in the shapes of the SDK. @public */
export type ScanFindings =
  | readonly ImageScanFinding[]
  | {
      readonly findings?: readonly ImageScanFinding[];
      readonly enhancedFindings?: readonly EnhancedImageScanFinding[];
      readonly vulnerabilitySourceUpdatedAt?: Date;
    };

const SEVERITIES = ['INFORMATIONAL', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL', 'UNDEFINED'];
/** Enhanced scans also have findings that are not triaged yet [docs]. */
export const ENHANCED_SEVERITIES: readonly string[] = [...SEVERITIES, 'UNTRIAGED'];

/**
 * A copy of findings for the model.
 *
 * @throws FakeEcrError if they are malformed
 */
export function readFindings(given: ScanFindings): Findings {
  if (typeof given !== 'object' || given === null) throw malformed(`${shown(given)} are not findings.`);
  const { findings, enhancedFindings, vulnerabilitySourceUpdatedAt } = isList(given)
    ? { findings: given, enhancedFindings: undefined, vulnerabilitySourceUpdatedAt: undefined }
    : given;
  if (vulnerabilitySourceUpdatedAt !== undefined && !isDate(vulnerabilitySourceUpdatedAt)) {
    throw malformed(`vulnerabilitySourceUpdatedAt is ${shown(vulnerabilitySourceUpdatedAt)}, not a Date.`);
  }
  return {
    findings: listOf('findings', findings, SEVERITIES),
    enhancedFindings: listOf('enhancedFindings', enhancedFindings, ENHANCED_SEVERITIES),
    ...(vulnerabilitySourceUpdatedAt === undefined
      ? {}
      : { vulnerabilitySourceUpdatedAt: vulnerabilitySourceUpdatedAt.getTime() }),
  };
}

/** Also accepts a Date of another realm, as in test runners. */
function isDate(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Date]';
}

function isList(given: ScanFindings): given is readonly ImageScanFinding[] {
  return Array.isArray(given);
}

function listOf(name: string, given: unknown, severities: readonly string[]): readonly Finding[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw malformed(`${name} is a ${typeof given}, not a list.`);
  for (const finding of given as unknown[]) {
    if (typeof finding !== 'object' || finding === null) {
      throw malformed(`${name} holds ${shown(finding)}, which is not a finding.`);
    }
    const { severity } = finding as { severity?: unknown };
    if (severity !== undefined && !severities.includes(severity as string)) {
      throw new FakeEcrError(
        `${name} holds a finding with the severity ${shown(severity)}.`,
        `Expected one of ${severities.join(', ')}.`,
      );
    }
  }
  try {
    return withDates(cloneData(given) as readonly Finding[]);
  } catch {
    throw malformed(`${name} holds something that can't be copied, such as a function.`);
  }
}

function malformed(what: string): FakeEcrError {
  return new FakeEcrError(
    what,
    "Expected a list of findings such as [{ name: 'CVE-2026-0001', severity: 'HIGH' }], or { findings, enhancedFindings }.",
  );
}
