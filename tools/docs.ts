import { parseArgs } from 'node:util';
import { generatedFiles, outdated, writeFiles } from './docs/generated-files.js';
import { releasedSchemas } from './docs/release-schemas.js';

const USAGE = `node dist/tools/docs.js [--check | --release]
  writes docs/topics.md, docs/authorisation.md, docs/asyncapi.json, docs/openapi/ and examples of rights in deploy/ from the code
  --check    writes nothing; fails when a committed file is not as the code says
  --release  writes down the schemas of new events and fields, from then on readers rely on them`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean' },
      release: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(USAGE);
  if (values.release) return writeFiles([await releasedSchemas()]);
  const files = await generatedFiles();
  if (!values.check) return writeFiles(files);
  const old = await outdated(files);
  if (old.length > 0)
    throw new Error(`Not as the code says: ${old.join(', ')}. Run: node dist/tools/docs.js`);
  console.log(`docs: ${files.length} generated files are up to date`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
