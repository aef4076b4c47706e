/**
 * The JSON text without the white space between its tokens; everything else, also the spelling of numbers and strings,
 * the order and what stands twice, stays. The text must be well-formed JSON; another one comes back as it is.
 */
export function compactJson(text: string): string {
  try {
    JSON.parse(text)
  } catch {
    return text
  }
  // Strings are matched first and kept, so that only white space outside of them goes.
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|[\t\n\r ]+/g, (part) => (part.startsWith('"') ? part : ''))
}
