/** `own` and `bare` in `unit`; `goal` is the ratio that is to be reached, in words. */
export type Row = {
  readonly name: string
  readonly own: number
  readonly bare: number
  readonly unit: string
  readonly against: string
  readonly goal: string
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** One line of the table: the ratio first, what it is made of, and what is to be reached. */
export function rowText({ name, own, bare, unit, against, goal }: Row): string {
  const ratio = `${(own / bare).toFixed(2)} × ${against}`
  const made = `${figure(own)} ${unit} against ${figure(bare)} ${unit}`
  return `${name.padEnd(44)} ${ratio.padEnd(36)} ${made.padEnd(34)}${goal === '' ? '' : ` goal: ${goal}`}`
}

function figure(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en')
  return value >= 10 ? value.toFixed(0) : value.toPrecision(2)
}
