/** docs/troubleshooting.md; the build puts it in, so that it can be read where nothing else can be reached. */
declare const __TROUBLESHOOTING__: string;

/** A section of docs/troubleshooting.md: its heading is a Problem's code. */
export interface Section {
  readonly code: string;
  /** Its first sentence, on one line. */
  readonly says: string;
  /** The whole section, with its heading. */
  readonly text: string;
}

/** The sections of docs/troubleshooting.md, or of another page like it, in their order. */
export function sectionsOf(page = __TROUBLESHOOTING__): readonly Section[] {
  return page
    .split(/^(?=## )/m)
    .slice(1)
    .map((part) => {
      const text = `${part.trimEnd()}\n`;
      const [heading = '', , ...rest] = text.split('\n');
      const paragraph = rest.join('\n').split('\n\n')[0] as string;
      const says = /^.*?[.](?=\s|$)/s.exec(paragraph)?.[0] ?? paragraph;
      return { code: heading.slice(3), says: says.replace(/\s+/g, ' ').trim(), text };
    });
}
