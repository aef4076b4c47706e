/**
 * Characters that a terminal acts on or that cannot be seen: controls, which could move the cursor or rewrite lines,
 * marks that reverse the direction of text, and what has no width.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point}/gu
/** All but the ASCII controls: JSON text escapes those itself; what is left of them is its own line ends and tabs. */
const unseenBeyondAscii =
  /(?![\u0000-\u001f])(?:[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point})/gu

/** Text from elsewhere as one line on which nothing acts or hides: such characters are shown as an escape. */
export function escapeUnseen(text: string): string {
  return text.replace(unseen, (character) => escapeUnits(character))
}

/** The same for JSON text, whose meaning is unchanged. `write` gives one character in another notation. */
export function escapeUnseenInJson(json: string, write: (character: string) => string = escapeUnits): string {
  return json.replace(unseenBeyondAscii, (character) => write(character))
}

/** Beyond the first 65,536 characters JSON has an escape for each half. */
function escapeUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')
}
