import type { FindingRow, ImageView, RelatedView } from '../inspect/console/shapes.js';
import { Heading, Badge, Digest, Facts, Folded, Table } from './parts.js';
import { RegistryLink } from './overview.js';
import { Missing } from './registry.js';
import { linkTo } from './routes.js';
import { useView } from './view.js';
import { VirtualList } from './virtual-list.js';

interface Props {
  readonly registry: string;
  readonly repository: string;
  readonly digest: string;
}

/** One image with all that hangs on it. */
export function ImagePage({ registry, repository, digest }: Props) {
  const at = { registry, repository, digest };
  const { data, problem } = useView<ImageView>('console/image', at);
  const title = `${repository}@${digest.slice(0, 19)}`;
  if (data === undefined) return <Missing title={title} problem={problem} />;
  const { tags, tagCount, copies, blobs, blobCount, children, referrers, subject, scan } = data;
  const name = tags.length === 0 ? `${repository}@${digest}` : `${repository}:${tags.at(-1)}`;
  return (
    <>
      <Heading isName>{tags.length === 0 ? title : name}</Heading>
      <Facts
        facts={[
          [
            'Repository',
            <>
              <RegistryLink name={registry} />{' '}
              <a href={linkTo('repository', { registry, repository })}>{repository}</a>
            </>,
          ],
          ['Digest', <code class="whole">{digest}</code>],
          [
            'Tags',
            tagCount === 0 ? (
              <span class="soft">none</span>
            ) : (
              tags.map((tag) => (
                <span class="tag" key={tag}>
                  {tag}
                </span>
              ))
            ),
          ],
          ['Status', data.status],
          ['Kind', data.kind ?? 'image'],
          ['Media type', <code class="whole">{data.mediaType}</code>],
          ['Size', data.size],
          ['Pushed', data.pushed],
          ['Last pull', data.pulled ?? 'never'],
          ...(subject === undefined
            ? []
            : [['Subject', <a href={linkTo('image', { ...at, digest: subject })}>{subject}</a>] as const]),
        ]}
      />
      <h2>Copies</h2>
      {copies.length === 0 ? (
        <p class="soft">
          Sent nowhere.{' '}
          <a href={linkTo('explain', { image: name, source: registry })}>Why is it not there?</a>
        </p>
      ) : (
        <Table
          label="Copies"
          columns={['At', 'State', '']}
          rows={copies.map(({ to, status, text }) => [
            <RegistryLink name={to} />,
            <Badge state={status}>{text}</Badge>,
            <span class="buttons">
              <a
                class="button small"
                href={linkTo('explain', { image: name, destination: to, source: registry })}
                aria-label={`Why: ${to}`}
              >
                Why?
              </a>
            </span>,
          ])}
        />
      )}
      <Related title="Manifests of the index" related={children} at={at} />
      <Related title="Referrers" related={referrers} at={at} />
      <h2>Scan</h2>
      {scan === undefined ? (
        <p class="soft">Never scanned.</p>
      ) : (
        <>
          <p>
            <b>{scan.status}</b> <span class="soft">{scan.description}</span>
          </p>
          {scan.findings === 0 ? (
            <p class="soft">No findings.</p>
          ) : (
            <Folded title={`Findings: ${scan.severities.join(', ')}`}>
              <VirtualList<FindingRow>
                label="Findings"
                route="console/findings"
                parameters={at}
                columns={['Severity', 'Name', 'Description']}
                cells={({ severity, name: title, description }) => [
                  <Badge state={severity}>{severity}</Badge>,
                  title,
                  description,
                ]}
                empty="No findings."
              />
            </Folded>
          )}
        </>
      )}
      {blobs.length === 0 ? undefined : (
        <>
          <h2>Config and layers</h2>
          <Table
            label="Config and layers"
            columns={['Digest', 'Size', 'Media type']}
            rows={blobs.map((blob) => [
              <Digest digest={blob.digest} />,
              blob.size,
              <code>{blob.mediaType}</code>,
            ])}
          />
          {blobCount > blobs.length ? <p class="soft">… and {blobCount - blobs.length} more</p> : undefined}
        </>
      )}
      <h2>Manifest</h2>
      <Folded title="The document">
        <pre>{data.manifest}</pre>
      </Folded>
    </>
  );
}

interface RelatedProps {
  readonly title: string;
  readonly related: readonly RelatedView[];
  readonly at: Props;
}

function Related({ title, related, at }: RelatedProps) {
  if (related.length === 0) return null;
  return (
    <>
      <h2>{title}</h2>
      <Table
        label={title}
        columns={['Digest', 'Type', 'Status']}
        rows={related.map(({ digest, type, status }) => [
          <a href={linkTo('image', { ...at, digest })}>
            <Digest digest={digest} />
          </a>,
          type,
          status,
        ])}
      />
    </>
  );
}
