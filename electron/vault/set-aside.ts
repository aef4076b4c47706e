import { constants, copyFileSync, existsSync, linkSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'

/** What SQLite may leave beside a database. They belong to the file they stand beside, and go with it. */
const companions = ['-journal', '-wal', '-shm']

/** Why a file is set aside; part of its new name. */
export type AsideReason = 'damaged' | 'format-1' | 'replaced'

/**
 * Keeps the file under a name of its own and puts `replacement` in its place in one step, so that
 * there is no moment without a vault. Nothing is overwritten. Answers the new name of the old file.
 */
export function setAside(file: string, replacement: string, now: number, reason: AsideReason): string {
  const aside = freeName(file, now, reason)
  keepCopy(file, aside)
  moveCompanions(file, aside)
  renameSync(replacement, file)
  return basename(aside)
}

/** A journal without its database would be applied to the next one made under this name. */
export function moveOrphans(file: string, now: number): void {
  if (companions.some((ending) => existsSync(file + ending)))
    moveCompanions(file, freeName(file, now, 'damaged'))
}

function moveCompanions(file: string, aside: string): void {
  for (const ending of companions) {
    if (existsSync(file + ending)) renameSync(file + ending, aside + ending)
  }
}

function keepCopy(file: string, aside: string): void {
  try {
    linkSync(file, aside)
  } catch {
    // Some file systems have no links.
    copyFileSync(file, aside, constants.COPYFILE_EXCL)
  }
}

/** ISO 8601 in its basic form: colons are not allowed in file names on Windows. */
function freeName(file: string, now: number, reason: AsideReason): string {
  const time = new Date(now).toISOString().replaceAll(/[-:]/g, '')
  const stem = join(file, '..', `${basename(file, '.db')}.${reason}-${time}`)
  const taken = (name: string) => [name, ...companions.map((ending) => name + ending)].some(existsSync)
  for (let count = 1; ; count += 1) {
    const name = `${stem}${count === 1 ? '' : `-${count}`}.db`
    if (!taken(name)) return name
  }
}
