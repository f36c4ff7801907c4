import { globalTeardown } from './global-setup.js';

export default globalTeardown;
