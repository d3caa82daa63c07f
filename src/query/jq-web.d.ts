/** The part of jq-web that is used: jq itself, compiled to WebAssembly. */
declare module 'jq-web' {
  interface Jq {
    /** What jq writes for some JSON text; throws an Error whose `stderr` is what it complains of. */
    raw(json: string, filter: string, flags?: readonly string[]): string | undefined;
  }
  const loaded: Promise<Jq>;
  export default loaded;
}
