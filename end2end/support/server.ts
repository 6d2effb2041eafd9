import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { ahead } from './clock';
import { binary, root, site } from './paths';

/** What lies beside a SQLite file and belongs to it. */
const beside = ['', '-wal', '-shm', '.demo-key', '.audit-head'];

/** The environment without settings of the one who runs the tests: they are given here, all of them. */
function environment(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('HANDSLAG_'));
  return { ...Object.fromEntries(others), HANDSLAG_DEMO_AHEAD: String(ahead()) };
}

/** A folder for this run's databases; made by `prepare.ts`. */
export function folder(): string {
  const given = process.env.HANDSLAG_E2E_FOLDER;
  if (!given) throw new Error('prepare.ts has not run');
  return given;
}

/** Fills a new database with the invented people. */
export function fill(file: string): void {
  execFileSync(binary, ['demo', '--database-url', `sqlite:${file}`], { cwd: root, env: environment(), stdio: 'pipe' });
}

/** Copies a database that no server has open. */
export function copy(from: string, to: string): void {
  for (const ending of beside) {
    if (fs.existsSync(from + ending)) fs.copyFileSync(from + ending, to + ending);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

let started = 0;

/** One running Handslag with a database of its own. */
export class Server {
  private log = '';

  private constructor(
    /** `http://127.0.0.1:port` */
    readonly url: string,
    /** The database's file. */
    readonly file: string,
    private process: ChildProcess,
  ) {
    this.hear();
  }

  private hear(): void {
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (data: Buffer) => { this.log += data.toString(); });
    }
  }

  /** Starts a server on a copy of a database: that of the invented people, where none is named. */
  static async start(database = path.join(folder(), 'demo.sqlite'), settings: string[] = []): Promise<Server> {
    started += 1;
    const file = path.join(folder(), `${process.pid}-${started}.sqlite`);
    copy(database, file);
    const port = await freePort();
    const server = new Server(`http://127.0.0.1:${port}`, file, Server.run(file, port, settings));
    await server.ready();
    return server;
  }

  private static run(file: string, port: number, settings: string[]): ChildProcess {
    const args = ['serve', '--demo', '--database-url', `sqlite:${file}`, '--listen', `127.0.0.1:${port}`];
    if (site && !settings.includes('--site')) args.push('--site', site);
    return spawn(binary, [...args, ...settings], { cwd: root, env: { ...environment(), NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Ends it, and starts it again at the same address, with the same database and other settings. */
  async restart(settings: string[]): Promise<void> {
    await this.stop();
    this.process = Server.run(this.file, Number(new URL(this.url).port), settings);
    this.hear();
    await this.ready();
  }

  private async ready(): Promise<void> {
    const until = Date.now() + 30_000;
    while (Date.now() < until) {
      if (this.process.exitCode !== null) break;
      try {
        if ((await fetch(`${this.url}/readyz`)).ok) return;
      } catch {
        // It does not listen yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    this.process.kill('SIGKILL');
    throw new Error(`the server did not start:\n${this.log}`);
  }

  /** Ends the server and leaves a database that can be copied. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGTERM');
    const late = setTimeout(() => this.process.kill('SIGKILL'), 12_000);
    await ended;
    clearTimeout(late);
  }

  /** What the server said about errors of its own. */
  faults(): string[] {
    return this.log.split('\n').filter((line) => /panicked at|\bERROR\b/.test(line));
  }
}
