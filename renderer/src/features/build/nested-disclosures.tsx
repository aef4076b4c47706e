import type { ClaimPath } from '../../../../shared/sd-jwt/create-sd-jwt.ts'
import { claimPath, itemPath } from '../../../../shared/sd-jwt/node-path.ts'
import { VisibleText } from '../../ui/visible-text.tsx'
import { isDisclosed, toggleDisclosure } from './disclosed-paths.ts'
import styles from './member-list.module.css'

/** More places than a person ticks one by one. */
const maxPlaces = 60

/** What stands inside one claim, each with a disclosure of its own or not (RFC 9901 §4.2.2, §6.2, §6.3). */
export function NestedDisclosures({
  name,
  value,
  disclose,
  onChange,
}: {
  readonly name: string
  readonly value: unknown
  readonly disclose: readonly ClaimPath[]
  readonly onChange: (disclose: readonly ClaimPath[]) => void
}) {
  const places = placesInside([name], value)
  if (places.length === 0) return null
  return (
    <ul className={styles.nested} aria-label={`Inside ${name}`}>
      {places.slice(0, maxPlaces).map((path) => {
        const words = pathWords(path)
        return (
          <li key={words}>
            <label className={styles.disclose}>
              <input
                type="checkbox"
                aria-label={`Disclosure for ${words}`}
                checked={isDisclosed(disclose, path)}
                onChange={() => onChange(toggleDisclosure(disclose, path))}
              />
              <VisibleText text={words} />
            </label>
          </li>
        )
      })}
      {places.length > maxPlaces && (
        <li className={styles.note}>{places.length - maxPlaces} more cannot be ticked here.</li>
      )}
    </ul>
  )
}

/** In reading order, the outer before what is inside it. */
function placesInside(path: ClaimPath, value: unknown): readonly ClaimPath[] {
  if (typeof value !== 'object' || value === null || path.length > 8) return []
  const children: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value)
  return children.slice(0, 200).flatMap(([step, child]) => {
    const at = [...path, step]
    return [at, ...placesInside(at, child)]
  })
}

function pathWords(path: ClaimPath): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? itemPath(text, step) : claimPath(text, step)),
    '',
  )
}
