/** A moment on the bar. `names` share it: iat and nbf are often the same. */
export type Moment = { readonly names: readonly string[]; readonly seconds: number }

export type PlacedLabel = {
  readonly moment: Moment
  readonly text: string
  /** Of the mark on the bar, in percent. */
  readonly at: number
  /** Left edge of the label, in pixels, and the row it stands in. */
  readonly left: number
  readonly row: number
}

export type BarLayout = {
  readonly labels: readonly PlacedLabel[]
  readonly rows: number
  /** From and to where the token says it may be used, in percent; null where it does not say both. */
  readonly valid: { readonly from: number; readonly to: number } | null
  /** The moment of judgement; beyond the ends of the bar it stands at the end. */
  readonly now: { readonly at: number; readonly beyond: 'before' | 'after' | null }
}

/** Room at both ends for a moment of judgement that lies outside. */
const margin = 8
const gap = 10

/** Equal moments under one label, in order of time. */
export function mergeMoments(times: Readonly<Record<string, number | null>>): readonly Moment[] {
  const merged = new Map<number, string[]>()
  for (const [name, seconds] of Object.entries(times)) {
    if (seconds === null || !Number.isFinite(seconds)) continue
    merged.set(seconds, [...(merged.get(seconds) ?? []), name])
  }
  return [...merged].map(([seconds, names]) => ({ names, seconds })).sort((a, b) => a.seconds - b.seconds)
}

/**
 * From when to when the bar reaches. The sign-in belongs to it where it is near; one of weeks ago would leave no room
 * for the token’s own times, and stands at the end instead.
 */
function scaleOf(moments: readonly Moment[]): { readonly first: number; readonly last: number } {
  const own = moments.filter(({ names }) => names.some((name) => name !== 'auth_time'))
  const reach = (of: readonly Moment[]) => {
    const seconds = of.map((moment) => moment.seconds)
    return { first: Math.min(...seconds), last: Math.max(...seconds) }
  }
  const all = reach(moments)
  if (own.length === 0) return all
  const near = reach(own)
  return all.last - all.first <= 2 * (near.last - near.first) ? all : near
}

/**
 * Places moments on a bar of `width` pixels and their labels below it, in as few rows as keep them apart. The token's
 * own moments make the scale: years after its end would press its minutes into a point.
 */
export function layOut(
  moments: readonly Moment[],
  textOf: (moment: Moment) => string,
  widthOf: (text: string) => number,
  nowSeconds: number,
  valid: { readonly from: number | null; readonly to: number | null },
  width: number,
): BarLayout {
  const { first, last } = scaleOf(moments)
  const span = last - first
  const place = (at: number) => {
    if (at < first) return margin / 2
    if (at > last) return 100 - margin / 2
    return span > 0 ? margin + ((at - first) / span) * (100 - 2 * margin) : 50
  }
  const beyond = nowSeconds < first ? 'before' : nowSeconds > last ? 'after' : null
  const ends: number[] = []
  const labels = moments.map((moment): PlacedLabel => {
    const text = textOf(moment)
    const size = Math.min(widthOf(text), width)
    const at = place(moment.seconds)
    const left = Math.min(Math.max((at / 100) * width - size / 2, 0), Math.max(width - size, 0))
    const free = ends.findIndex((end) => left >= end + gap)
    const row = free === -1 ? ends.length : free
    ends[row] = left + size
    return { moment, text, at, left, row }
  })
  const { from, to } = valid
  return {
    labels,
    rows: ends.length,
    valid: from !== null && to !== null && to > from ? { from: place(from), to: place(to) } : null,
    now: {
      at: beyond === 'before' ? margin / 4 : beyond === 'after' ? 100 - margin / 4 : place(nowSeconds),
      beyond,
    },
  }
}
