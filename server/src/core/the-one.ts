import { assert } from '../kernel/assert.ts';

/** The first of a registry, by name, that has a quality: the order of its lines must not matter. */
export function theOne<Plugin extends { name: string }>(
  registry: Readonly<Record<string, Plugin>>,
  hasQuality: (plugin: Plugin) => boolean,
): Plugin {
  const [found] = Object.values(registry)
    .filter(hasQuality)
    .sort((left, right) => left.name.localeCompare(right.name));
  assert(found, 'the registry has a plug-in with the quality asked for');
  return found;
}
