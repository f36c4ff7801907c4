export default { test: { include: ['vitest.*.mjs'], exclude: ['vitest.config.mjs'] } };
