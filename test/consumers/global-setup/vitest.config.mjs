export default { test: { include: ['**/*.vitest.mjs'], globalSetup: ['fake-ecr/global-setup'] } };
