/** Facts in words of our own, not of the token: they stand without marks. */
const words = new Set(['nothing', 'an empty list', 'none of them', 'neither', 'a number beyond range'])

/** A value for a sentence, marked as one; what is not there is said to be missing. */
export function quoted(value: string): string {
  if (value === '' || value === 'nothing') return 'missing'
  return words.has(value) ? value : `\`${value}\``
}
