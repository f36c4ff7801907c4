/** The site: the documents of this folder, and the reference that TypeDoc writes beside them. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { type DefaultTheme, defineConfig } from 'vitepress';

const REPOSITORY = 'https://github.com/fake-ecr/fake-ecr';

/** TypeDoc writes its table of contents when it writes the reference. */
function reference(): DefaultTheme.SidebarItem[] {
  const contents = new URL('../reference/typedoc-sidebar.json', import.meta.url);
  if (!existsSync(contents)) return [];
  return JSON.parse(readFileSync(contents, 'utf8')) as DefaultTheme.SidebarItem[];
}

/** The pages of a folder, by their headings. */
function pagesIn(folder: string): DefaultTheme.SidebarItem[] {
  const at = new URL(`../${folder}/`, import.meta.url);
  return readdirSync(at)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .map((name) => ({
      text: /^# (.+)$/m.exec(readFileSync(new URL(name, at), 'utf8'))?.[1] ?? name,
      link: `/${folder}/${name.replace(/\.md$/, '')}`,
    }));
}

export default defineConfig({
  title: 'fake-ecr',
  description: 'A stateful, in-memory Amazon ECR for tests, with replication as the real registry does it.',
  lang: 'en',
  // The address below which GitHub Pages serves it.
  base: process.env.SITE_BASE ?? '/fake-ecr/',
  outDir: '../reports/site',
  cacheDir: '../node_modules/.cache/vitepress',
  cleanUrls: false,
  srcExclude: ['decisions/README.md'],
  // Addresses of this computer, which examples print.
  ignoreDeadLinks: 'localhostLinks',
  markdown: {
    config(md) {
      // Documents are text: `{{ … }}` in them is not an expression of the site.
      for (const kind of ['text', 'code_inline'] as const) {
        const render = md.renderer.rules[kind];
        md.renderer.rules[kind] = (...given) =>
          (render?.(...given) ?? '').replaceAll('{{', '&#123;&#123;').replaceAll('}}', '&#125;&#125;');
      }
      // What leaves this folder is in the repository, and not on the site.
      const normal = md.normalizeLink.bind(md);
      md.normalizeLink = (url) =>
        normal(
          url.replace(
            /^(?:\.\.\/)+(?=examples|schema|src|test|tools|[A-Z]+\.md)/,
            `${REPOSITORY}/blob/main/`,
          ),
        );
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    nav: [
      { text: 'Start', link: '/getting-started' },
      { text: 'Guides', link: '/guides/replication' },
      { text: 'Recipes', link: '/recipes' },
      { text: 'Reference', link: '/reference/' },
      { text: 'Fidelity', link: '/fidelity' },
    ],
    sidebar: [
      {
        text: 'Start',
        items: [
          { text: 'Why', link: '/' },
          { text: 'Five minutes from stub to fake', link: '/getting-started' },
          { text: 'Migrate', link: '/guides/migrating' },
          { text: 'Recipes', link: '/recipes' },
          { text: 'Assertions', link: '/assertions' },
          { text: 'Debugging a test', link: '/debugging' },
          { text: 'Troubleshooting', link: '/troubleshooting' },
          { text: 'Supported versions', link: '/support' },
        ],
      },
      {
        text: 'Guides',
        items: [
          { text: 'Replication', link: '/guides/replication' },
          { text: 'Access across accounts', link: '/guides/cross-account-access' },
          { text: 'Lifecycle policies', link: '/guides/lifecycle-policies' },
          { text: 'Scan gates', link: '/guides/scan-gates' },
          { text: 'Events into a Lambda function', link: '/guides/events' },
          { text: 'Infrastructure as code', link: '/infrastructure-as-code' },
          { text: 'docker, skopeo or crane push', link: '/guides/registry-door' },
          { text: 'Helpers of your own', link: '/guides/helpers' },
          { text: 'Several processes', link: '/guides/several-processes' },
          { text: 'The console', link: '/console' },
          { text: 'Doors, the endpoint, docker push', link: '/doors' },
          { text: 'Comparing with a real registry', link: '/verify' },
        ],
      },
      { text: 'Reference', collapsed: true, items: reference() },
      {
        text: 'Background',
        items: [
          { text: 'Fidelity', link: '/fidelity' },
          { text: 'Proof', link: '/proof' },
          { text: 'Architecture', link: '/architecture' },
          { text: 'Adding an operation', link: '/adding-an-operation' },
          { text: 'Recordings of ECR', link: '/evidence/README' },
          { text: 'Decisions', collapsed: true, items: pagesIn('decisions') },
        ],
      },
    ],
  },
});
