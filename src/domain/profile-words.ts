/** Profiles as words of a command line of ours or of Atmos; none where none are chosen. */
export const profileWords = (names: readonly string[] | undefined): readonly string[] =>
  names === undefined || names.length === 0 ? [] : ['--profile', names.join(',')];
