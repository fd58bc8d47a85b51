import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Somebody's laptop: a key, and a folder that the real git pushes. */
export class Laptop {
  private constructor(
    private readonly folder: string,
    /** The line of the public key. */
    readonly key: string,
  ) {}

  /** A new one, with a key of its own. */
  static async open(): Promise<Laptop> {
    const folder = mkdtempSync(join(tmpdir(), 'warren-laptop-'));
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'laptop', '-f', join(folder, 'key')]);
    const laptop = new Laptop(folder, readFileSync(join(folder, 'key.pub'), 'utf8').trim());
    await run('mkdir', [join(folder, 'code')]);
    await laptop.git('init', '--quiet', '--initial-branch=main');
    return laptop;
  }

  /** Writes a file, commits, and pushes. Gives back what the terminal shows. */
  async push(address: string, file: string, content: string): Promise<string> {
    writeFileSync(join(this.folder, 'code', file), content);
    await this.git('add', '.');
    await this.git('commit', '--quiet', '--message', file);
    return this.git('push', address, 'main');
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async git(...words: string[]): Promise<string> {
    const ssh = `ssh -F /dev/null -i ${join(this.folder, 'key')} -o IdentitiesOnly=yes -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile=${join(this.folder, 'hosts')}`;
    const told = await run('git', words, {
      cwd: join(this.folder, 'code'),
      env: {
        PATH: process.env.PATH,
        HOME: this.folder,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_SSH_COMMAND: ssh,
        ...Object.fromEntries(['AUTHOR', 'COMMITTER'].flatMap((who) => [[`GIT_${who}_NAME`, 'Kevin'], [`GIT_${who}_EMAIL`, 'kevin@people.example']])),
      },
    });
    return told.stdout + told.stderr;
  }
}
