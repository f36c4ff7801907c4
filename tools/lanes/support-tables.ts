/** The rows of the tables in docs/support.md, from the versions that are tried. */
import { BUN, MANAGERS, NODES, OLDEST_SDK, RESOLUTIONS, RUNNERS, TYPESCRIPTS } from './versions.js';

const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;

/** Node, and the SDK that it is tried with. */
export function nodeRows(): readonly string[] {
  return NODES.map(({ major, newestSdk, sdkUntil, until }) =>
    row(
      `Node ${major}`,
      newestSdk === 'latest' ? `${OLDEST_SDK} and the newest` : `${OLDEST_SDK} and ${newestSdk}`,
      sdkUntil,
      until,
    ),
  );
}

/** Runners, with the versions of Node that they refuse. */
export function runnerRows(): readonly string[] {
  const nodesOf = (refuses: Readonly<Record<string, string>> = {}) =>
    NODES.map(({ major }) => major)
      .filter((major) => refuses[major] === undefined)
      .join(', ');
  return [
    ...RUNNERS.map(({ title, refuses, why }) => row(title, nodesOf(refuses), why)),
    row(BUN.title, 'its own', BUN.why),
  ];
}

/** Compilers and package managers. */
export function toolRows(): readonly string[] {
  const resolutions = Object.keys(RESOLUTIONS)
    .map((name) => `\`${name}\``)
    .join(', ');
  return [
    ...TYPESCRIPTS.map(({ version, why }) => row(`TypeScript ${version}`, resolutions, why)),
    ...MANAGERS.map(({ title, why }) => row(title, '', why)),
    row('npm workspaces', '', 'two copies of the SDK, one in each package'),
  ];
}
