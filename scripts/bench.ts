// Ratios against the bare limit in the same run, one topic a file.
//
//   npm run bench [-- --only startup,typing,tokens,verify,ipc,flows,vault] [--runs 7]
import { type Row, rowText } from './bench/row.ts'

const topics: Readonly<Record<string, (runs: number) => Promise<readonly Row[]>>> = {
  tokens: async (runs) => (await import('./bench/tokens.ts')).run(runs),
  verify: async (runs) => (await import('./bench/verify.ts')).run(runs),
  ipc: async (runs) => (await import('./bench/ipc.ts')).run(runs),
  flows: async (runs) => (await import('./bench/flows.ts')).run(runs),
  startup: async (runs) => (await import('./bench/startup.ts')).run(runs),
  vault: async (runs) => (await import('./bench/vault.ts')).run(runs),
  typing: async (runs) => (await import('./bench/typing.ts')).run(runs),
}

const runs = Number(argument('--runs')) || 7
const only = argument('--only')?.split(',')
const unknown = only?.filter((name) => !Object.hasOwn(topics, name)) ?? []
if (unknown.length > 0) {
  console.error(`There is no topic ${unknown.join(', ')}; there are ${Object.keys(topics).join(', ')}.`)
  process.exit(2)
}

for (const [name, run] of Object.entries(topics)) {
  if (only && !only.includes(name)) continue
  console.log(`${name}, ${runs} runs each, medians`)
  for (const row of await run(runs)) console.log(`  ${rowText(row)}`)
  console.log('')
}

function argument(name: string): string | undefined {
  const at = process.argv.indexOf(name)
  return at === -1 ? undefined : process.argv[at + 1]
}
