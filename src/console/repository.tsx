import { useState } from 'preact/hooks';
import type { ImageRow, LifecycleRow, RepositoryView } from '../inspect/console/shapes.js';
import { Heading, Badge, Digest, Facts, Folded, Policy } from './parts.js';
import { RegistryLink } from './overview.js';
import { Missing, Search } from './registry.js';
import { linkTo } from './routes.js';
import { useView } from './view.js';
import { VirtualList } from './virtual-list.js';

/** One repository: its images, settings and policies. */
export function RepositoryPage({
  registry,
  repository,
}: {
  readonly registry: string;
  readonly repository: string;
}) {
  const at = { registry, repository };
  const { data, problem } = useView<RepositoryView>('console/repository', at);
  const [text, setText] = useState('');
  if (data === undefined) return <Missing title={repository} problem={problem} />;
  const { policy, lifecyclePolicy, resourceTags } = data;
  return (
    <>
      <Heading isName>{repository}</Heading>
      <Facts
        facts={[
          ['Registry', <RegistryLink name={registry} />],
          ['Settings', data.summary],
          ['Created', data.created],
          ['URI', <code>{data.uri}</code>],
          ...resourceTags.map(([key, value]) => [`Tag ${key}`, value] as const),
        ]}
      />
      <h2>Images</h2>
      <Search label="Find images by tag or digest" text={text} onText={setText} />
      <VirtualList<ImageRow>
        label="Images"
        route="console/images"
        parameters={{ ...at, text }}
        columns={['Tags', 'Digest', 'Size', 'Pushed', 'Copies']}
        cells={(image) => [
          <Tags image={image} />,
          <>
            <Digest digest={image.digest} />
            {image.status === 'ACTIVE' ? undefined : <Badge state="archived">{image.status}</Badge>}
            {image.kind === undefined ? undefined : <small class="soft">{image.kind}</small>}
          </>,
          image.size,
          image.pushed,
          <Copies image={image} />,
        ]}
        link={({ digest }) => linkTo('image', { ...at, digest })}
        empty={text === '' ? 'No images.' : 'No image has such a tag or digest.'}
      />
      {lifecyclePolicy === undefined ? undefined : (
        <>
          <h2>Lifecycle policy</h2>
          <Folded title="What it would do now">
            <VirtualList<LifecycleRow>
              label="Lifecycle preview"
              route="console/lifecycle"
              parameters={at}
              columns={['Image', 'Verdict', 'Why']}
              cells={({ digest, tags, verdict, reason }) => [
                tags.length === 0 ? <Digest digest={digest} /> : tags.join(', '),
                <Badge state={verdict}>{verdict}</Badge>,
                reason,
              ]}
              link={({ digest }) => linkTo('image', { ...at, digest })}
              empty="No images."
            />
          </Folded>
          <Folded title="The document">
            <pre>{lifecyclePolicy}</pre>
          </Folded>
        </>
      )}
      {policy === undefined ? undefined : <Policy title="Repository policy" policy={policy} />}
    </>
  );
}

function Tags({ image: { tags, tagCount } }: { readonly image: ImageRow }) {
  if (tagCount === 0) return <span class="soft">untagged</span>;
  return (
    <>
      {tags.map((tag) => (
        <span class="tag" key={tag}>
          {tag}
        </span>
      ))}
      {tagCount > tags.length ? <small class="soft">… {tagCount - tags.length} more</small> : undefined}
    </>
  );
}

function Copies({ image: { copyStates } }: { readonly image: ImageRow }) {
  if (copyStates.length === 0) return <span class="soft">none</span>;
  return (
    <>
      {copyStates.map(({ status, count }) => (
        <Badge state={status} key={status}>
          {count} {STATES[status]}
        </Badge>
      ))}
    </>
  );
}

const STATES = { COMPLETE: 'carried', IN_PROGRESS: 'pending', FAILED: 'failed' } as const;
