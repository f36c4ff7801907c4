import { render } from 'preact';
import { App } from './app.js';
import { listen } from './live.js';

const root = document.getElementById('console');
if (root !== null) {
  root.replaceChildren();
  render(<App />, root);
  listen();
}
