/** Writes the JSON schema of seed files from the shape that the code checks by. */
import { writeFileSync } from 'node:fs';
import { NESTED_IMAGE, NESTED_IMAGE_SHAPE, SEED_SHAPE } from '../src/scenes/seed/seed-shape.js';
import { jsonSchemaOf } from '../src/lib/json-shape.js';

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A world of Amazon ECR registries for fake-ecr',
  ...jsonSchemaOf(SEED_SHAPE),
  $defs: { [NESTED_IMAGE]: jsonSchemaOf(NESTED_IMAGE_SHAPE) },
};
writeFileSync('schema/seed.schema.json', `${JSON.stringify(schema, null, 2)}\n`);
