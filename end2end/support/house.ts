import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Post } from './post.ts';

const run = promisify(execFile);

/** A database engine. */
export type Engine = 'sqlite' | 'postgres';

/** How long the server may take to stop in order. */
export const STOPS_WITHIN = 10_000;

/** The real binary with a database, a key and a mail server of its own. */
export class House {
  /** What nobody may find in the log: passwords, cookies. Secrets of mailed links are known from the mails. */
  readonly secrets = new Set<string>();
  readonly #log: string[] = [];
  #server!: ChildProcess;
  #exit!: Promise<number | null>;

  private constructor(
    readonly url: string,
    readonly post: Post,
    readonly environment: NodeJS.ProcessEnv,
    private readonly words: string[],
    private readonly folder: string,
    private readonly forget: () => Promise<unknown>,
  ) {}

  /** Opens a new house: an empty one, or the demo, which has people in it already and a payment provider that is played. */
  static async open(engine: Engine, demo = false): Promise<House> {
    const [port, post] = await Promise.all([freePort(), Post.open()]);
    const folder = mkdtempSync(join(tmpdir(), 'warren-e2e-'));
    const database = engine === 'postgres' ? await freshDatabase(port) : undefined;
    const url = `http://localhost:${port}`;
    const environment = {
      PATH: process.env.PATH,
      RUST_BACKTRACE: '1',
      WARREN_ADDR: `127.0.0.1:${port}`,
      WARREN_BASE_URL: url,
      WARREN_DATA_DIR: folder,
      WARREN_SMTP_URL: post.url,
      WARREN_LOG_FORMAT: 'json',
      // The browsers say where they come from, so that limits count each of them for itself.
      WARREN_TRUSTED_PROXIES: '127.0.0.1',
      ...(database && { DATABASE_URL: database.url }),
    };
    const house = new House(url, post, environment, demo ? ['serve', '--demo'] : ['serve'], folder, database?.drop ?? (async () => {}));
    await house.start();
    return house;
  }

  /** Starts the server and waits until it is ready. */
  async start(): Promise<void> {
    this.#server = spawn(binary(), this.words, { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#server.stdout, this.#server.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#log.push(text));
    }
    this.#exit = new Promise((done) => {
      this.#server.once('exit', done);
      this.#server.once('error', () => done(null));
    });
    const patience = Date.now() + 30_000;
    while (Date.now() < patience && this.#server.exitCode === null) {
      if (await fetch(`${this.url}/readyz`).then((answer) => answer.ok, () => false)) return;
      await new Promise((next) => setTimeout(next, 50));
    }
    throw new Error(`Warren did not start:\n${this.log}`);
  }

  /** Runs a command of the binary beside the server, as its operator would; `input` is typed there. */
  async command(words: string[], input = ''): Promise<string> {
    const told = run(binary(), words, { env: this.environment });
    told.child.stdin?.end(input);
    return (await told).stdout;
  }

  /** Everybody has signed in eleven minutes earlier than they have. In PostgreSQL, which others may write to. */
  async forgetProofs(): Promise<void> {
    const sql = 'update sessions set began_at = began_at - 660000, proven_at = proven_at - 660000';
    await run(psql(), ['--no-psqlrc', '--quiet', '--command', sql, this.environment.DATABASE_URL!]);
  }

  /** Everything the server has said so far. */
  get log(): string {
    return this.#log.join('');
  }

  /** Sends SIGTERM. Gives back how many milliseconds the server needed to end. */
  async stop(): Promise<number> {
    const begin = Date.now();
    this.#server.kill('SIGTERM');
    const giveUp = setTimeout(() => this.#server.kill('SIGKILL'), STOPS_WITHIN);
    const code = await this.#exit;
    clearTimeout(giveUp);
    if (code !== 0) throw new Error(`Warren ended with ${code} after SIGTERM:\n${this.log.slice(-2000)}`);
    return Date.now() - begin;
  }

  /** Stops everything, and complains about whatever the log should not hold and the data should not be. */
  async close(): Promise<void> {
    const troubles: string[] = [];
    if (this.#server.exitCode === null) await this.stop().catch((error: Error) => troubles.push(error.message));
    troubles.push(...this.#blots());
    await run(binary(), ['fsck'], { env: this.environment }).catch((error) => troubles.push(`fsck: ${error.stdout}`));
    await this.post.close();
    await this.forget();
    rmSync(this.folder, { recursive: true, force: true });
    if (troubles.length) throw new Error(troubles.join('\n'));
  }

  #blots(): string[] {
    const bad = this.log.split('\n').filter((line) => line.includes('panicked') || /"level":"ERROR"/.test(line));
    const mailed = this.post.mails.flatMap((mail) => [...mail.text.matchAll(/\/([\w-]{20,})\s/g)].map((found) => found[1]!));
    const told = [...this.secrets, ...mailed].filter((secret) => this.log.includes(secret));
    return [...bad.slice(0, 10), ...told.map((secret) => `The log tells the secret ${secret}`)];
  }
}

function binary(): string {
  const path = resolve(process.env.WARREN_BINARY ?? join(import.meta.dirname, '../../target/debug/warren'));
  if (!existsSync(path)) throw new Error(`${path} is missing. Start \`cargo xtask build\`.`);
  return path;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

async function freshDatabase(port: number): Promise<{ url: string; drop: () => Promise<unknown> }> {
  const server = process.env.TEST_POSTGRES;
  if (!server) throw new Error('TEST_POSTGRES is not set. Start `cargo xtask e2e`, which starts a PostgreSQL.');
  const say = (sql: string) => run(psql(), ['--no-psqlrc', '--quiet', '--command', sql, server]);
  const name = `warren_e2e_${port}`;
  await say(`drop database if exists ${name}`);
  await say(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => say(`drop database if exists ${name} with (force)`) };
}

/** Debian keeps the programs of PostgreSQL off the PATH. */
function psql(): string {
  const home = '/usr/lib/postgresql';
  const versions = existsSync(home) ? readdirSync(home).sort((a, b) => Number(a) - Number(b)) : [];
  const found = versions.map((version) => join(home, version, 'bin/psql')).filter((path) => existsSync(path));
  return found.at(-1) ?? 'psql';
}
