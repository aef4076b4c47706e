import { escapeUnseen, escapeUnseenInJson } from '../shared/unseen-text.ts'

/** Text from elsewhere, made safe for a terminal: what acts or hides is shown as an escape. */
export function terminalText(text: string): string {
  return escapeUnseen(text)
}

/** JSON text that is safe for a terminal as well; its meaning is unchanged. */
export function terminalJson(json: string): string {
  return escapeUnseenInJson(json)
}

/** XML text likewise: as a character reference. */
export function terminalXml(xml: string): string {
  return escapeUnseenInJson(xml, (character) => `&#x${character.codePointAt(0)?.toString(16)};`)
}
