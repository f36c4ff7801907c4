/** Preloaded into every suite that is tried, by Node's --require and Bun's --preload: a socket to anywhere but this computer fails, and is written down. */
const { appendFileSync } = require('node:fs');
const { Socket } = require('node:net');
const { basename } = require('node:path');

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|::1|::ffff:127(\.\d+){3}|)$/;
const NPM = ['npm-cli.js', 'npx-cli.js', 'npm', 'npx'];

const { connect } = Socket.prototype;

function hostOf([first, second]) {
  const options = Array.isArray(first) ? first[0] : first;
  if (typeof options === 'object' && options !== null) return options.path ? '' : (options.host ?? '');
  return typeof second === 'string' ? second : '';
}

function refuse(host) {
  appendFileSync(process.env.SOCKETS_BEYOND_LOOPBACK, `${host}\n`);
  throw new Error(`A suite opened a socket to ${host}.`);
}

// npm may fetch what it runs.
if (!NPM.includes(basename(process.argv[1] ?? ''))) {
  Socket.prototype.connect = function (...args) {
    const host = hostOf(args);
    if (LOOPBACK.test(host)) return connect.apply(this, args);
    return refuse(host);
  };
  // Bun's node:http and node:https use the sockets above, its fetch does not.
  if (process.versions.bun !== undefined) {
    const { fetch } = globalThis;
    globalThis.fetch = async (resource, init) => {
      const { hostname } = new URL(resource.url ?? resource);
      return LOOPBACK.test(hostname.replace(/^\[|\]$/g, '')) ? fetch(resource, init) : refuse(hostname);
    };
  }
}
