import { mergeValues } from '../domain/merge.ts';
import { type MapValue, type Value, valueAt } from '../domain/value.ts';

/** The settings of a component over `integrations.github` of the configuration, which counts for all of them. */
export function withGithub(settings: MapValue, config: MapValue): MapValue {
  const github = valueAt(config, 'integrations', 'github');
  if (github?.type !== 'map' || github.entries.size === 0) return settings;
  const below = (key: string, value: Value): MapValue => ({
    type: 'map',
    entries: new Map([[key, value]]),
    at: settings.at,
  });
  return mergeValues(below('integrations', below('github', github)), settings) as MapValue;
}
