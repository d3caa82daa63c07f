import type { Plain } from '../domain/value.ts';

/** What functions of templates may ask of the world. Whoever renders decides what it answers. */
export interface TemplateOutside {
  /** The value of an environment variable. */
  environment(name: string): string | undefined;
  now(): Date;
  random(bytes: number): Uint8Array;
  /** The IANA name of the time zone that this machine keeps, such as `Europe/Berlin`. */
  timeZone(): string;
  /** Data as YAML text, as go-yaml prints it with two spaces a level. */
  printYaml(data: Plain): string;
  /** The data of a YAML (or JSON) text. Problem `yaml-invalid`. */
  readYaml(text: string): Plain;
}
