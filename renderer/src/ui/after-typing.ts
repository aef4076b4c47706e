/** A pause in typing that is shorter than one notices, and longer than between two keys pressed in a row. */
const pause = 80

/** Does something once the typing rests; answers how to call it off. */
export function afterTyping(work: () => void): () => void {
  const timer = setTimeout(work, pause)
  return () => clearTimeout(timer)
}
