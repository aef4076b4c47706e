/**
 * Text from a token, made safe for a terminal: control characters, which could move the cursor or rewrite lines,
 * and characters that reverse the direction of text are shown as escapes.
 */
export function terminalText(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, escaped)
}

/** JSON text that is safe for a terminal as well; its meaning is unchanged. */
export function terminalJson(json: string): string {
  return json.replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, escaped)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
