import { type JobName, runJobHere } from './crypto-jobs.ts'
import { serveJobs } from './serve-jobs.ts'

// Keys are imported and used on this thread, so that a slow key never holds up the window.
serveJobs((name, input) => runJobHere(name as JobName, input as never))
