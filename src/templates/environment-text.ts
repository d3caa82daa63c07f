/** A text with `$NAME` and `${NAME}` replaced by what `lookUp` says, as Go's os.Expand does it. */
export const expandText = (text: string, lookUp: (name: string) => string): string =>
  text.replace(
    /\$(?:\{([^}]*)\}|([A-Za-z_][A-Za-z0-9_]*|[*#$@!?\-0-9])|\{)/g,
    (_, braced?: string, plain?: string) => {
      const name = braced ?? plain ?? '';
      return name === '' ? '' : lookUp(name);
    },
  );
