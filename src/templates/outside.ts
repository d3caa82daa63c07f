/** What functions of templates may ask of the world. Whoever renders decides what it answers. */
export interface TemplateOutside {
  /** The value of an environment variable. */
  environment(name: string): string | undefined;
  now(): Date;
  random(bytes: number): Uint8Array;
  /** The IANA name of the time zone that this machine keeps, such as `Europe/Berlin`. */
  timeZone(): string;
}
