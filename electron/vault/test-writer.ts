/**
 * A process for tests to kill: saves profile after profile and prints the number of each one once it is
 * acknowledged. Arguments: folder, name of this writer, how many (0: until killed), length of the secrets.
 */
import { writeSync } from 'node:fs'
import { emptyDraft } from '../../shared/profile/profile.ts'
import { testDeps } from './test-vault.ts'
import { openVault } from './vault.ts'

const [directory = '', writer = 'writer', count = '0', secretLength = '40'] = process.argv.slice(2)

const vault = await openVault({ ...testDeps(directory), now: Date.now })
const status = vault.status()
if (status.kind !== 'sealed' || status.notice) {
  say(`status ${JSON.stringify(status)}`)
  process.exit(3)
}
for (let number = 0; count === '0' || number < Number(count); number += 1) {
  const name = `${writer}-${number}`
  const secret = name.padEnd(Number(secretLength), '.')
  try {
    const { id } = vault.save({
      draft: { ...emptyDraft, name, issuer: 'https://idp.example', client_id: 'client' },
      secrets: { client_secret: secret },
    })
    say(`saved ${name}`)
    // Records come and go, so that pages are freed and used again.
    if (number % 3 === 2) {
      say(`removing ${name}`)
      vault.remove(id)
      say(`removed ${name}`)
    }
  } catch (error) {
    say(`failed ${name} ${(error as { code?: string }).code} ${(error as Error).message}`)
    say(`holds ${vault.profiles().length}`)
    process.exit(4)
  }
}
vault.close()

/** At once and whole: a buffered line would be lost with the process. */
function say(line: string): void {
  writeSync(1, `${line}\n`)
}
