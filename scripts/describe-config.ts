import { configAsAtmosHasIt } from '../src/config/atmos-view.ts';
import { chosenProject } from '../src/flows/chosen-project.ts';
import { look, projectChoice, spoken } from './look.ts';
import type { RunVerb } from './verb-context.ts';

/** `describe config`: what atmos.yaml and profiles come to. */
export const run: RunVerb = async (context) => {
  const { call, ports } = context;
  await look(context, {
    what: 'Reading the configuration',
    see(world) {
      const project = chosenProject(world, ports.here.folder, projectChoice(call));
      const warnings = project.warnings ?? [];
      return { found: configAsAtmosHasIt(project), warnings, root: project.configFolder };
    },
    speak: (config) => spoken(call, config),
  });
  return 0;
};
