/** A line without its end; null for one that is longer than the limit and was not kept. */
export type Line = string | null

/** Splits text into lines with bounded memory. A last line without an end counts; nothing after a last end does not. */
export async function* readLines(chunks: AsyncIterable<string>, maxLength: number): AsyncGenerator<Line> {
  let parts: string[] = []
  let length = 0
  const take = (text: string) => {
    length += text.length
    if (length <= maxLength) parts.push(text)
    else parts = []
  }
  const finish = (): Line => {
    const line = length <= maxLength ? parts.join('') : null
    parts = []
    length = 0
    return line?.endsWith('\r') ? line.slice(0, -1) : line
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', from)) {
      take(chunk.slice(from, end))
      yield finish()
      from = end + 1
    }
    if (from < chunk.length) take(chunk.slice(from))
  }
  if (length > 0) yield finish()
}
