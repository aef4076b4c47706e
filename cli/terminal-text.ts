/**
 * Characters that a terminal acts on or that cannot be seen: controls, which could move the cursor or rewrite lines,
 * marks that reverse the direction of text, and what has no width.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point}/gu
/** JSON text escapes the other controls itself; what is left of them is its own line ends and tabs. */
const unseenInJson = /(?![\u0000-\u001f])(?:[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point})/gu

/** Text from elsewhere, made safe for a terminal: what acts or hides is shown as an escape. */
export function terminalText(text: string): string {
  return text.replace(unseen, escaped)
}

/** JSON text that is safe for a terminal as well; its meaning is unchanged. */
export function terminalJson(json: string): string {
  return json.replace(unseenInJson, escaped)
}

/** XML text likewise: as a character reference. */
export function terminalXml(xml: string): string {
  return xml.replace(unseenInJson, (character) => `&#x${character.codePointAt(0)?.toString(16)};`)
}

/** Beyond the first 65,536 characters JSON has an escape for each half. */
function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')
}
