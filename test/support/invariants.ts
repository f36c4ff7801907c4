import type { Repository } from '../../src/world/repository.js';
import type { World } from '../../src/world/world.js';

/** What is wrong with a world: everything that is kept twice has to agree. */
export function worldProblems(world: World): string[] {
  return [...world.registries()].flatMap((registry) =>
    [...registry.repositories()].flatMap((repository) =>
      repositoryProblems(repository).map((problem) => `${registry.key}/${repository.name}: ${problem}`),
    ),
  );
}

function repositoryProblems(repository: Repository): string[] {
  const problems: string[] = [];
  const images = [...repository.allImages()];
  for (const image of images) {
    if (repository.image(image.digest) !== image) problems.push(`${image.digest} is lost`);
    for (const tag of image.tags) {
      if (repository.tag(tag.name) !== tag)
        problems.push(`tag ${tag.name} is on an image and not in the index`);
    }
    const positions = image.tags.map((tag) => tag.position);
    if (positions.some((one, index) => index > 0 && one <= (positions[index - 1] as number))) {
      problems.push(`tags of ${image.digest} are out of order`);
    }
    for (const child of image.manifest.children) {
      if (!repository.indexesOf(child).includes(image)) problems.push(`${child} does not know its index`);
    }
    const { subject } = image.manifest;
    if (subject !== undefined && ![...repository.referrersOf(subject).from()].includes(image)) {
      problems.push(`${subject} does not know its referrer`);
    }
  }
  for (const name of repository.tagNames()) {
    const pointer = repository.tag(name);
    if (pointer === undefined || !pointer.image.tags.includes(pointer))
      problems.push(`tag ${name} points nowhere`);
    else if (repository.image(pointer.image.digest) !== pointer.image)
      problems.push(`tag ${name} is on a lost image`);
  }
  problems.push(...listingProblems(repository), ...layerProblems(repository));
  return problems;
}

/** The listings by status and tag status are a partition of the images, each in the order of positions. */
function listingProblems(repository: Repository): string[] {
  const problems: string[] = [];
  const all = new Set(repository.allImages());
  for (const status of ['ACTIVE', 'ARCHIVED', 'ACTIVATING', 'ANY'] as const) {
    for (const tagStatus of ['TAGGED', 'UNTAGGED', 'ANY'] as const) {
      const listed = [...repository.list(tagStatus, status)];
      const expected = [...all].filter(
        (image) =>
          (status === 'ANY' || image.status === status) &&
          (tagStatus === 'ANY' || image.isTagged === (tagStatus === 'TAGGED')),
      );
      const isSame = listed.length === expected.length && expected.every((image) => listed.includes(image));
      if (!isSame) problems.push(`the list ${status} ${tagStatus} is wrong`);
      if (listed.some((image, at) => at > 0 && image.position <= (listed[at - 1]?.position ?? 0))) {
        problems.push(`the list ${status} ${tagStatus} is out of order`);
      }
    }
  }
  return problems;
}

/** Layers count the images that use them. */
function layerProblems(repository: Repository): string[] {
  const problems: string[] = [];
  for (const layer of repository.layers.values()) {
    const users = [...repository.allImages()].filter((image) => image.manifest.text.includes(layer.digest));
    const active = users.filter((image) => image.status === 'ACTIVE');
    const isIndexEntry = users.some((image) => image.manifest.kind === 'index');
    if (!isIndexEntry && (layer.references !== users.length || layer.activeReferences !== active.length)) {
      problems.push(
        `layer ${layer.digest} counts ${layer.references}/${layer.activeReferences}, not ${users.length}/${active.length}`,
      );
    }
  }
  return problems;
}
