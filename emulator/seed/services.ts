import type { YAMLMap } from 'yaml';
import type { GrantedService } from '../contract.ts';
import type { YamlNodes } from './yaml-nodes.ts';

const services = ['eks', 'ecr'] as const;

/** Which services somebody may ask, from `services:`. */
export function readServices(nodes: YamlNodes, map: YAMLMap): readonly GrantedService[] {
  return nodes.texts(map, 'services', 'A service').map(({ text, node }) => {
    const known = services.find((name) => name === text);
    if (known === undefined) nodes.fail(node, `services are ${services.join(' and ')}, not "${text}".`);
    return known;
  });
}
