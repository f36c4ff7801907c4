import { destinationKey } from '../../aws/registry-id.js';
import type { Image } from '../../world/images/image.js';
import type { Repository } from '../../world/repository.js';
import { imageStatusOf, imagesNewestFirst, kindOf } from '../contents.js';
import { formatMoment, formatSize, grouped, shortDigest } from '../format.js';
import { summaryOfRepository } from '../summaries.js';
import { type Markup, html } from './html.js';
import { policyDetails } from './policy-section.js';
import { table } from './table.js';

const MOST_IMAGES = 50;
const MOST_TAGS = 10;
const MOST_COPIES = 30;

/** A repository in the report: its settings, and its newest images. */
export function repositoryDetails(repository: Repository, open: boolean): Markup {
  return html`<details ${open ? 'open' : undefined}>
    <summary><b>${repository.name}</b> <span class="soft">${summaryOfRepository(repository)}</span></summary>
    ${
      repository.imageCount === 0
        ? html`<p class="empty">No images.</p>`
        : table(
            [
              { title: 'Digest', style: 'tight' },
              { title: 'Tags' },
              { title: 'Size', style: 'number' },
              { title: 'Pushed', style: 'tight' },
              { title: 'Status' },
              { title: 'Replicated to' },
            ],
            imagesNewestFirst(repository),
            MOST_IMAGES,
            imageCells,
            'images',
          )
    }
    ${policyDetails('Repository policy', repository.policyText)}
    ${policyDetails('Lifecycle policy', repository.lifecycle?.text)}
  </details>`;
}

function imageCells(image: Image): readonly (Markup | string)[] {
  const kind = kindOf(image);
  return [
    html`<code title="${image.digest}">${shortDigest(image.digest)}</code>`,
    tagsOf(image),
    formatSize(image.size),
    formatMoment(image.pushedAt),
    html`<span class="${image.status === 'ACTIVE' ? undefined : 'bad'}">${image.status}</span>${
        kind === undefined ? undefined : html`<br /><span class="soft">${kind}</span>`
      }`,
    copiesOf(image),
  ];
}

function tagsOf({ tags }: Image): Markup {
  if (tags.length === 0) return html`<span class="soft">untagged</span>`;
  const shown = tags.slice(0, MOST_TAGS).map(({ name }) => html`<span class="tag">${name}</span> `);
  return html`${shown}${more(tags.length - MOST_TAGS)}`;
}

function copiesOf({ replications = [] }: Image): Markup {
  const shown = replications.slice(0, MOST_COPIES).map((record) => {
    const style = { COMPLETE: 'good', FAILED: 'bad', IN_PROGRESS: 'soft' }[record.status];
    return html`<div>
      ${destinationKey(record.destination)} <span class="${style}">${imageStatusOf(record)}</span>
    </div>`;
  });
  return html`${shown}${more(replications.length - MOST_COPIES)}`;
}

function more(number: number): Markup | undefined {
  return number <= 0 ? undefined : html`<span class="soft">… ${grouped(number)} more</span>`;
}
